import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { batchRoutes } from './routes.ts'

export { BatchWorker } from './schemas.ts'
export { endWork, listWork, openBatchesOf } from './store.ts'

export const batches: Module = { access, routes: { '/v1/batches': batchRoutes } }
