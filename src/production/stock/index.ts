export { insufficientStock, insufficientStockOf, type Shortage } from './problems.ts'
export { stockRoutes } from './routes.ts'
export type { BatchGrade, LockedBalance } from './rules.ts'
export { lockBalances, type Move, moveStock, openBalance } from './store.ts'
