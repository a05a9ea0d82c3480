import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { subjectRequestRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { holdPerson } from './answer-request.ts'
export { retentions, type SubjectType, subjectTypes } from './data-catalogue.ts'
export { personalDataMarkdown } from './personal-data.ts'
export { endedCustody } from './rules.ts'
export { erase, openSale } from './store.ts'

export const subjectRequests: Module = { access, routes: [subjectRequestRoutes], indonesian }
