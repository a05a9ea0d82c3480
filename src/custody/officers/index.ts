export { officerRoutes } from './routes.ts'
export { requireActiveOfficer } from './store.ts'
