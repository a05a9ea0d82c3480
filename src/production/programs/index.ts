import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { programRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { whenProgramCloses } from './closure.ts'
export { programIsClosed } from './rules.ts'
export { Program } from './schemas.ts'
export { isOpen, lockProgram } from './store.ts'

export const programs: Module = { access, routes: [programRoutes], indonesian }
