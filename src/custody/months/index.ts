import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { monthRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { monthLocked } from './problems.ts'
export { calendarMonth } from './schemas.ts'

export const months: Module = {
  access,
  routes: [monthRoutes],
  glossary: {
    'kunci bulan': ['month lock', phrase`Closes the books of a facility for a month.`, '/v1/facilities/{id}/months/{month}/lock'],
  },
  personalData,
  indonesian,
}
