/** What is known against the packages that run in production, and whether a release may go out with it. */

/** An advisory that was looked at and is borne for a while. */
export interface Exception {
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
export interface AuditReport {
  vulnerabilities?: Record<string, { via: (Advisory | string)[] }>
}

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
