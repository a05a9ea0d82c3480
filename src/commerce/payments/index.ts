import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { paymentRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Payment } from './schemas.ts'
export { listPayments } from './store.ts'

export const payments: Module = { access, routes: [paymentRoutes], indonesian }
