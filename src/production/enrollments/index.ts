import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { listen } from './end-enrollments.ts'
import { personalData } from './personal-data.ts'
import { enrollmentRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Enrollment, openStatuses } from './schemas.ts'
export { listEnrollments } from './store.ts'

export const enrollments: Module = {
  access,
  routes: [enrollmentRoutes],
  glossary: [
    {
      term: 'kepesertaan',
      english: 'enrollment',
      meaning: phrase`That an inmate takes part in a program, from the proposal to the end.`,
      path: '/v1/enrollments',
    },
    { term: 'sidang TPP', english: 'assessment board', meaning: phrase`Decides who may take part in a program.`, path: '/v1/enrollments/{id}/approval' },
  ],
  personalData,
  indonesian,
}

listen()
