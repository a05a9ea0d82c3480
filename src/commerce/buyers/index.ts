export { buyerRoutes } from './routes.ts'
export { Buyer } from './schemas.ts'
export { readBuyer } from './store.ts'
