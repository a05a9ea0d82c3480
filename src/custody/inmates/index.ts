export { inmate, inmateRoutes } from './routes.ts'
export { Inmate, InmateRegistration } from './schemas.ts'
export { changeCustody, type LockedInmate, listRegistrations, lockInmate, readInmate } from './store.ts'
