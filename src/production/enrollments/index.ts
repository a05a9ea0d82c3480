export { departureRoutes, enrollmentRoutes } from './routes.ts'
export { Enrollment, openStatuses } from './schemas.ts'
export { listEnrollments } from './store.ts'
