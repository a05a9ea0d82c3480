import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { glossary } from './glossary.ts'
import { personalData } from './personal-data.ts'
import { inmateRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { whenInmateLeaves } from './departure.ts'
export { custodyGrounds, custodyRetention } from './personal-data.ts'
export { CustodyChange, Inmate, InmateRegistration } from './schemas.ts'
export {
  inCustody,
  type LockedInmate,
  leftOn,
  listCustodyChanges,
  listRegistrations,
  lockInmate,
  readInmate,
  requireInCustody,
  requireVisibleInmate,
} from './store.ts'

export const inmates: Module = { access, routes: [inmateRoutes], glossary, personalData, indonesian }
