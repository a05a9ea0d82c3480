import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { privacyReportRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export const privacyReport: Module = { access, routes: [privacyReportRoutes], indonesian }
