import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { stockRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { insufficientStock, insufficientStockOf, notReversible, type Shortage } from './problems.ts'
export { type BatchGrade, type DatedBalance, earliestFor, freeFrom, type LockedBalance, notSellable, requireReturnable, shortageOf } from './rules.ts'
export { balancesOn, batchReference, freeOn, lockBalances, lockedBalances, type Move, moveStock, openBalance, unsellableOn } from './store.ts'

export const stock: Module = {
  access,
  routes: [stockRoutes],
  glossary: {
    persediaan: ['stock', phrase`What is left of a batch in each grade; never below zero.`, '/v1/stock-balances'],
  },
  personalData,
  indonesian,
}
