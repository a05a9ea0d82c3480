export { access } from './access.ts'
export { auditRoutes } from './routes.ts'
