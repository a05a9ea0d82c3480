import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { indonesian } from './texts.id.ts'

export { inmateProtections, protections, protectionsByInmate } from './protections.ts'

export const protectedPersons: Module = { access, routes: [], indonesian }
