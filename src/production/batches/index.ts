export { batchRoutes } from './routes.ts'
export { BatchWorker } from './schemas.ts'
export { endWork, listWork, openBatchesOf } from './store.ts'
