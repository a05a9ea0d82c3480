import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { whenProgramCloses } from '../programs/index.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { requireNoOpenBatches } from './problems.ts'
import { batchRoutes } from './routes.ts'
import { openBatchesOf } from './store.ts'
import { indonesian } from './texts.id.ts'

export { BatchWorker } from './schemas.ts'
export { requireVisible as requireVisibleBatch } from './store.ts'
export { endWork, listWork } from './work-store.ts'

export const batches: Module = {
  access,
  routes: [batchRoutes],
  glossary: {
    'bets produksi': ['batch', phrase`One production run of one product, with its workers, outputs and stock.`, '/v1/batches'],
    premi: ['work premium', phrase`What an inmate earns with work.`],
  },
  personalData,
  indonesian,
}

whenProgramCloses(async (tx, { programId }) => requireNoOpenBatches(await openBatchesOf(tx, programId)))
