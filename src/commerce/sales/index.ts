export { saleRoutes } from './routes.ts'
export { Sale } from './schemas.ts'
export { listSales } from './store.ts'
