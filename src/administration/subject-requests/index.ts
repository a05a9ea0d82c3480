import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { subjectRequestRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { holdPerson } from './answer-request.ts'
export { endedCustody } from './rules.ts'
export { type ErasableType, erasableTypes, SubjectRequest, SubjectRequestRefusal, subjectTypes } from './schemas.ts'
export { erase, openSale } from './store.ts'

export const subjectRequests: Module = { access, routes: [subjectRequestRoutes], personalData, indonesian }
