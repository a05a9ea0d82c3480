import type { Module } from '../../platform/http/module.ts'
import { whenProgramCloses } from '../programs/index.ts'
import { access } from './access.ts'
import { requireNoOpenBatches } from './problems.ts'
import { batchRoutes } from './routes.ts'
import { openBatchesOf } from './store.ts'
import { indonesian } from './texts.id.ts'

export { BatchWorker } from './schemas.ts'
export { endWork, listWork } from './store.ts'

export const batches: Module = { access, routes: [batchRoutes], indonesian }

whenProgramCloses(async (tx, { programId }) => requireNoOpenBatches(await openBatchesOf(tx, programId)))
