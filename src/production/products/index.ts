export { productRoutes } from './routes.ts'
export { decimalsOf, fitsUnit } from './rules.ts'
export { gradeCode, type Unit } from './schemas.ts'
