/** What the tests use of it; the package brings no types. */
declare module 'postman-runtime' {
  import type { Collection } from 'postman-collection'

  interface Run {
    start(callbacks: {
      /** What the script of a request found; `error` is absent where it was as it should be. */
      assertion: (cursor: unknown, assertions: { name: string; error?: { message: string } }[]) => void
      exception: (cursor: unknown, error: Error) => void
      request: (error: Error | null, cursor: unknown, response: unknown, request: unknown, item: { name: string }) => void
      done: (error: Error | null) => void
    }): void
  }
  export class Runner {
    run(collection: Collection, options: { stopOnFailure: boolean }, callback: (error: Error | null, run: Run) => void): void
  }
}
