export { batchRoutes } from './routes.ts'
export { endWork, openBatchesOf } from './store.ts'
