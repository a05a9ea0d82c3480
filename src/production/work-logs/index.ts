import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { workLogRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { WorkLog } from './schemas.ts'
export { endLogs, listWorkLogs, sheetsOf } from './store.ts'

export const workLogs: Module = {
  access,
  routes: [workLogRoutes],
  glossary: {
    absensi: ['attendance', phrase`Who was at work on a day, and who was not and why; a row of a day-sheet.`, '/v1/work-logs'],
    'lembar harian': [
      'day-sheet',
      phrase`What is written down of a day of a program: who worked, for how long, on what.`,
      '/v1/programs/{id}/work-logs/{date}',
    ],
  },
  personalData,
  indonesian,
}
