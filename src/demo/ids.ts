import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/**
 * The ids that a request of the demo gives to its rows: made from the name of the step (its Idempotency-Key), or from
 * what is asked where it has none. So they are the same wherever the demo is written, and another step changes none.
 */
export function idsOfStep({ method, url, body, headers }: FastifyRequest): () => string {
  const step = headers['idempotency-key'] ?? `${method} ${url} ${JSON.stringify(body)}`
  let made = 0
  return () => idFrom(`${step} ${++made}`)
}

/** What they begin with: UUIDv7s of the hour in which the story was reported. */
export const demoIdPrefix = '0199cc0f-9f80-7'

function idFrom(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex')
  return `${demoIdPrefix}${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}
