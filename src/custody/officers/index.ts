import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { officerRoutes } from './routes.ts'

export { requireActiveOfficer } from './store.ts'

export const officers: Module = { access, routes: { '/v1/officers': officerRoutes } }
