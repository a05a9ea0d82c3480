import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { listen } from './end-enrollments.ts'
import { personalData } from './personal-data.ts'
import { enrollmentRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Enrollment } from './schemas.ts'
export { listEnrollments } from './store.ts'

export const enrollments: Module = {
  access,
  routes: [enrollmentRoutes],
  glossary: {
    kepesertaan: ['enrollment', phrase`That an inmate takes part in a program, from the proposal to the end.`, '/v1/enrollments'],
    'sidang TPP': ['assessment board', phrase`Decides who may take part in a program.`, '/v1/enrollments/{id}/approval'],
  },
  personalData,
  indonesian,
}

listen()
