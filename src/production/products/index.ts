import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { productRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { fitsUnit, requireUnit, tooCoarseFor, tooFine } from './rules.ts'
export { gradeCode, type Unit } from './schemas.ts'

export const products: Module = { access, routes: [productRoutes], indonesian }
