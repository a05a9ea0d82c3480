import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { buyerRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Buyer } from './schemas.ts'
export { readBuyer } from './store.ts'

export const buyers: Module = { access, routes: [buyerRoutes], indonesian }
