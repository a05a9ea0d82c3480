export { moveProgram } from './change-program.ts'
export { program, programRoutes } from './routes.ts'
export { Program } from './schemas.ts'
export { lockProgram } from './store.ts'
