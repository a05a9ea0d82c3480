/**
 * Asks the registry what is known against the packages that run in production, and fails where something grave is. Where the
 * registry cannot be asked, as in a closed network, it says so and fails nothing.
 */
import { spawnSync } from 'node:child_process'
import { type AuditReport, type Exception, objectionsIn } from './supply/advisories.ts'

/** Add here what cannot be helped yet, with the reason and a day. */
const exceptions: readonly Exception[] = []

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000, shell: process.platform === 'win32' })
const objections = objectionsIn(parsed(stdout), exceptions, new Date().toISOString().slice(0, 10))
if (objections === undefined) console.log('The registry could not be asked for advisories; nothing was checked.')
else if (objections.length === 0) console.log('No grave advisory is known against the packages that run in production.')
else {
  console.error(
    ['Grave advisories:', ...objections.map((line) => `  - ${line}`), 'Update the package, or bear it for a while in src/cli/check-advisories.ts.'].join('\n'),
  )
  process.exitCode = 1
}

function parsed(text: string | null): AuditReport {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return {}
  }
}
