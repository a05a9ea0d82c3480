/**
 * Takes the newest seal to where the owner of the tables does not reach: a file that lines are added to, an address of the operator's.
 * With a line of it `npm run audit:verify -- --anchors <file>` shows a tail that was cut, and a chain made anew.
 */
import { appendFile } from 'node:fs/promises'
import { fetchOutside } from '../security/outbound.ts'

export interface HeadPlaces {
  file?: string | undefined
  url?: string | undefined
}

interface Log {
  warn(about: object, message: string): void
}

interface ToldHead {
  number: number
  hash: string
}

/** Failing to tell is said in the log, and stops nothing: the next head says as much as this one. */
export async function exportHead({ file, url }: HeadPlaces, head: ToldHead, log: Log): Promise<void> {
  const at = new Date().toISOString()
  const body = JSON.stringify({ at, ...head })
  const headers = { 'content-type': 'application/json' }
  const told = await Promise.allSettled([
    ...(file === undefined ? [] : [appendFile(file, `${at} ${head.number}:${head.hash}\n`, { mode: 0o600 })]),
    ...(url === undefined ? [] : [fetchOutside(url, { isConfigured: true, method: 'POST', headers, body })]),
  ])
  for (const one of told) {
    if (one.status === 'rejected') log.warn({ reason: one.reason.code ?? one.reason.name }, 'the head of the audit trail could not be told')
  }
}
