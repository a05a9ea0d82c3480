import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { departureRoutes, enrollmentRoutes } from './routes.ts'

export { Enrollment, openStatuses } from './schemas.ts'
export { listEnrollments } from './store.ts'

export const enrollments: Module = { access, routes: { '/v1/enrollments': enrollmentRoutes, '/v1': departureRoutes } }
