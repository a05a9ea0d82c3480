/**
 * `npm run audit:retention` says for how many months the audit trail is kept. `-- --months <n> --by <person> --because <reason>` shortens
 * that, and leaves an entry in the trail.
 */
import { parseArgs } from 'node:util'
import { promised, shortenPromise } from '../platform/audit/promise.ts'
import { onBehalfOfPattern } from '../platform/contract/openapi.ts'
import { serviceCommand } from './command.ts'

await serviceCommand(async (service) => {
  const { values } = parseArgs({ options: { months: { type: 'string' }, by: { type: 'string' }, because: { type: 'string' } } })
  const { by = '', because = '' } = values
  if (values.months === undefined) {
    console.log(`The audit trail is kept for ${(await promised(service.pool)) ?? 'no'} months beside the current one.`)
    return
  }
  const months = Number(values.months)
  if (!Number.isInteger(months) || months < 12 || months > 1_200) throw new Error('--months takes a whole number from 12 to 1200.')
  if (!new RegExp(onBehalfOfPattern).test(by)) throw new Error('--by names who takes the step: 1 to 100 visible ASCII characters without blanks.')
  if (because.trim() === '' || because.length > 1_000) throw new Error('--because says why, in 1,000 characters.')
  const from = await shortenPromise(service, { months, by, because })
  console.log(`The audit trail is kept for ${months} months instead of ${from}. Set AUDIT_RETENTION_MONTHS=${months} as well, or its value holds again.`)
})
