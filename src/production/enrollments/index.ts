export { departureRoutes, enrollmentRoutes } from './routes.ts'
export { Enrollment, EnrollmentPage } from './schemas.ts'
