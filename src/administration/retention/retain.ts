import { Transaction } from '../../platform/database/transaction.ts'
import type { Caller } from '../../platform/security/access.ts'
import type { Keyring } from '../../platform/security/keyring.ts'
import { erase, holdPerson, subjectTypes } from '../subject-requests/index.ts'
import { countOverdue, installRetentionClient, nextOverdue, type Overdue, recordErasures } from './store.ts'

/** In whose name the job works. */
const caller: Caller = {
  clientId: '00000000-0000-7000-8000-000000000003',
  name: 'retention',
  purpose: 'Erases who left longer ago than the period of retention.',
  scopes: new Set(),
  facilities: 'ALL',
  redactions: new Set(),
  credentialId: null,
  tokenId: null,
  personalRecords: 0,
  onBehalfOf: null,
  expiresAt: null,
}
const beginning = '00000000-0000-0000-0000-000000000000'
/** Persons of one transaction: few, so that nobody waits for their rows. */
const batchSize = 20

const noNewRows = (): string => {
  throw new Error('The job makes no rows.')
}

export interface Retention {
  pool: ConstructorParameters<typeof Transaction>[0]
  keyring: Keyring
  /** The periods must be over on this day. */
  before: string
  /** Only count. */
  dryRun: boolean
}

/** Erases everybody whose period of retention is over and against whose erasure nothing stands; counts them by facility. */
export async function retain({ pool, keyring, before, dryRun }: Retention): Promise<Overdue[]> {
  const begin = () => new Transaction(pool, caller, keyring, undefined, noNewRows)
  const counts: Overdue[] = []
  if (!dryRun) await installRetentionClient(pool, caller.clientId, caller.purpose as string)
  for (const type of subjectTypes) {
    if (dryRun) {
      await inOne(begin(), async (tx) => void counts.push(...(await countOverdue(tx, type, before))))
      continue
    }
    const done = new Map<string, number>()
    for (let after: string | undefined = beginning; after !== undefined; ) {
      const from: string = after
      after = await inOne(begin(), async (tx) => {
        const people = await nextOverdue(tx, type, before, from, batchSize)
        for (const { id, facility } of people) {
          const { isErased, duties } = await holdPerson(tx, { type, id }, before)
          // Since it was found, somebody may have come back, or a hold been set.
          if (isErased || duties.length > 0) continue
          await erase(tx, { type, id })
          done.set(facility, (done.get(facility) ?? 0) + 1)
        }
        await recordErasures(tx, keyring, caller, 'retention')
        return people.at(-1)?.id
      })
    }
    counts.push(...[...done].sort().map(([facility, persons]) => ({ facility, type, persons })))
  }
  return counts
}

async function inOne<Result>(tx: Transaction, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  try {
    const result = await work(tx)
    await tx.commit()
    return result
  } catch (error) {
    await tx.rollback()
    throw error
  }
}
