export { type Retention, retain } from './retain.ts'
