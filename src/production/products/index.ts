export { productRoutes } from './routes.ts'
export { fitsUnit, requireUnit, tooCoarseFor, tooFine } from './rules.ts'
export { gradeCode, type Unit } from './schemas.ts'
