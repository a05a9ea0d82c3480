import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { deletedPersonRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { deleteMistake } from './delete-mistake.ts'

export const deletedPersons: Module = { access, routes: [deletedPersonRoutes], personalData, indonesian }
