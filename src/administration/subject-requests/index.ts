export { personalDataMarkdown } from './personal-data.ts'
export { type Retention, retain } from '../retention/retain.ts'
export { subjectRequestRoutes } from './routes.ts'
