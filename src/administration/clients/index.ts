import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { clientRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { roleNames, roleWords } from './roles.ts'

export const clients: Module = { access, routes: [clientRoutes], indonesian }
