import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { stockRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { insufficientStock, insufficientStockOf, type Shortage } from './problems.ts'
export { type BatchGrade, type LockedBalance, notSellable } from './rules.ts'
export { lockBalances, type Move, moveStock, openBalance, unsellableOn } from './store.ts'

export const stock: Module = { access, routes: [stockRoutes], indonesian }
