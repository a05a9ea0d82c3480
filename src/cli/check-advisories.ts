/**
 * Asks the registry what is known against the packages that run in production, and fails where something grave is. Where the
 * registry cannot be asked, as in a closed network, it says so and fails nothing.
 */
import { spawnSync } from 'node:child_process'
import { isStarted } from './command.ts'

/** An advisory that was looked at and is borne for a while. */
interface Exception {
  /** Its address, as the report names it. */
  url: string
  reason: string
  /** The last day it is borne: YYYY-MM-DD. */
  until: string
}

interface Advisory {
  url: string
  title: string
  severity: string
}
/** What `npm audit --json` prints: here only what is used of it. */
interface AuditReport {
  vulnerabilities?: Record<string, { via: (Advisory | string)[] }>
}

/** Add here what cannot be helped yet, with the reason and a day. */
const exceptions: readonly Exception[] = []
const grave = ['high', 'critical']

/** The sentences that stop a release; undefined when the report is none, because the registry could not be asked. */
export function objectionsIn(report: AuditReport, exceptions: readonly Exception[], today: string): string[] | undefined {
  if (report.vulnerabilities === undefined) return undefined
  const objections = Object.entries(report.vulnerabilities).flatMap(([name, { via }]) =>
    via.flatMap((advisory) => {
      // A name says that the package only depends on one that is in the report itself.
      if (typeof advisory === 'string' || !grave.includes(advisory.severity)) return []
      const borne = exceptions.find(({ url }) => url === advisory.url)
      if (borne !== undefined && borne.until >= today) return []
      const over = borne === undefined ? '' : ` (it was borne until ${borne.until}: ${borne.reason})`
      return [`${name}: ${advisory.title}, ${advisory.severity}, ${advisory.url}${over}`]
    }),
  )
  return [...new Set(objections)]
}

function check(): void {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000, shell: process.platform === 'win32' })
  const objections = objectionsIn(parsed(stdout), exceptions, new Date().toISOString().slice(0, 10))
  if (objections === undefined) console.log('The registry could not be asked for advisories; nothing was checked.')
  else if (objections.length === 0) console.log('No grave advisory is known against the packages that run in production.')
  else {
    const lines = objections.map((line) => `  - ${line}`)
    console.error(['Grave advisories:', ...lines, 'Update the package, or bear it for a while in src/cli/check-advisories.ts.'].join('\n'))
    process.exitCode = 1
  }
}

function parsed(text: string | null): AuditReport {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return {}
  }
}

if (isStarted(import.meta.url)) check()
