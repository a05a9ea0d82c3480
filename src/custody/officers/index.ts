import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { officerRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { foundOfficer, officerRules, requireActiveOfficer } from './store.ts'

export const officers: Module = { access, routes: [officerRoutes], indonesian }
