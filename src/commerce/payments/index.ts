export { paymentRoutes } from './routes.ts'
export { Payment } from './schemas.ts'
export { listPayments } from './store.ts'
