export { eraseAgain, erasures, forget, type Retention, retain, retainDaily } from './retain.ts'
export type { Erasure } from './store.ts'
