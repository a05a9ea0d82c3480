export { inmateRoutes } from './routes.ts'
export { Inmate } from './schemas.ts'
export { changeCustody, type LockedInmate, lockInmate } from './store.ts'
