import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { subjectRequestRoutes } from './routes.ts'

export { type Retention, retain } from '../retention/retain.ts'
export { personalDataMarkdown } from './personal-data.ts'

export const subjectRequests: Module = { access, routes: { '/v1/subject-requests': subjectRequestRoutes } }
