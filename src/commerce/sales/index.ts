import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { saleRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Sale } from './schemas.ts'
export { listSales } from './store.ts'

export const sales: Module = { access, routes: [saleRoutes], indonesian }
