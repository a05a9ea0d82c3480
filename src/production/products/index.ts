export { productRoutes } from './routes.ts'
export { decimalsOf, fitsUnit } from './rules.ts'
export type { Unit } from './schemas.ts'
