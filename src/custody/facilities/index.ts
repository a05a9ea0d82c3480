import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { glossary } from './glossary.ts'
import { personalData } from './personal-data.ts'
import { facilityRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { holdUnit, inFacility, inUnit, readFacility, timeZoneOf } from './store.ts'

export const facilities: Module = { access, routes: [facilityRoutes], glossary, personalData, indonesian }
