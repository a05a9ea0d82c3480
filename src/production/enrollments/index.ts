import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { listen } from './end-enrollments.ts'
import { enrollmentRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Enrollment, openStatuses } from './schemas.ts'
export { listEnrollments } from './store.ts'

export const enrollments: Module = { access, routes: [enrollmentRoutes], indonesian }

listen()
