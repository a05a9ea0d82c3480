import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { inmateRoutes } from './routes.ts'

export { Inmate, InmateRegistration } from './schemas.ts'
export { changeCustody, type LockedInmate, listRegistrations, lockInmate, readInmate } from './store.ts'

export const inmates: Module = { access, routes: { '/v1/inmates': inmateRoutes } }
