import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { officerRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Officer } from './schemas.ts'
export { inCharge, newInCharge, readOfficer, requireActiveOfficer, stillInCharge } from './store.ts'

export const officers: Module = {
  access,
  routes: [officerRoutes],
  glossary: {
    petugas: ['officer', phrase`Staff who supervise programs and batches.`, '/v1/officers'],
  },
  personalData,
  indonesian,
}
