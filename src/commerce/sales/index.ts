import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { saleRoutes } from './routes.ts'

export { Sale } from './schemas.ts'
export { listSales } from './store.ts'

export const sales: Module = { access, routes: { '/v1/sales': saleRoutes } }
