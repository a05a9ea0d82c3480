import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { facilityRoutes } from './routes.ts'

export { timeZoneOf } from './store.ts'

export const facilities: Module = { access, routes: { '/v1/facilities': facilityRoutes } }
