import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { incidentRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export const incidents: Module = { access, routes: [incidentRoutes], personalData, indonesian }
