export { productRoutes } from './routes.ts'
export { fitsUnit, requireUnit, tooFine } from './rules.ts'
export { gradeCode, type Unit } from './schemas.ts'
export { isInUnit } from './store.ts'
