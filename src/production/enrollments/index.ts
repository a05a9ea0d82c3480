export { departureRoutes, enrollmentRoutes } from './routes.ts'
