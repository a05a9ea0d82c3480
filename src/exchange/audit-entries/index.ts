export { auditRoutes } from './routes.ts'
export type { AuditEntry } from './schemas.ts'
export { trailOf } from './store.ts'
