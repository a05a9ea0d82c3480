export { personalDataMarkdown } from './personal-data.ts'
export { type Retention, retain } from './retain.ts'
export { subjectRequestRoutes } from './routes.ts'
