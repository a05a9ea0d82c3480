export { moveProgram } from './change-program.ts'
export { programRoutes } from './routes.ts'
export { Program } from './schemas.ts'
export { lockProgram } from './store.ts'
