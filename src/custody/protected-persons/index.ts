import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { indonesian } from './texts.id.ts'

export { protections } from './schemas.ts'
export { inmateProtections, protectionsByInmate } from './store.ts'

export const protectedPersons: Module = { access, routes: [], indonesian }
