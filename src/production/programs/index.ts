import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { programRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { whenProgramCloses } from './closure.ts'
export { programFull } from './problems.ts'
export { openStatuses, Program } from './schemas.ts'
export {
  contentsOf,
  holdProgram,
  inProgram,
  type LockedProgram,
  lockProgram,
  programDays,
  requireOpenProgram,
  withinProgram,
  withProgram,
} from './store.ts'

export const programs: Module = {
  access,
  routes: [programRoutes],
  glossary: {
    'pembinaan kemandirian': ['self-reliance programme', phrase`Work and training that prepare for a life after release.`, '/v1/programs'],
  },
  personalData,
  indonesian,
}
