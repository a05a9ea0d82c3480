import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { programRoutes } from './routes.ts'

export { moveProgram } from './change-program.ts'
export { Program } from './schemas.ts'
export { lockProgram } from './store.ts'

export const programs: Module = { access, routes: { '/v1/programs': programRoutes } }
