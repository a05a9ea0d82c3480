export { type Retention, retain } from '../retention/retain.ts'
export { personalDataMarkdown } from './personal-data.ts'
export { subjectRequestRoutes } from './routes.ts'
