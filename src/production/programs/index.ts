import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { programRoutes } from './routes.ts'

export { moveProgram } from './change-program.ts'
export { programIsClosed } from './rules.ts'
export { Program } from './schemas.ts'
export { isOpen, lockProgram } from './store.ts'

export const programs: Module = { access, routes: { '/v1/programs': programRoutes } }
