export { facilityRoutes } from './routes.ts'
export { timeZoneOf } from './store.ts'
