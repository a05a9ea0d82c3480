import { Transaction } from '../../platform/database/transaction.ts'
import type { Caller } from '../../platform/security/access.ts'
import type { Keyring } from '../../platform/security/keyring.ts'
import { erasableTypes, erase, holdPerson } from '../subject-requests/index.ts'
import { countOverdue, type Erasure, forgetRows, installRetentionClient, listErasures, nextOverdue, type Overdue, recordErasures, takeTurn } from './store.ts'

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
/** Rows of one table that are forgotten at once. */
const rowsAtOnce = 500

const noNewRows = (): string => {
  throw new Error('The job makes no rows.')
}

interface Service {
  pool: ConstructorParameters<typeof Transaction>[0]
  keyring: Keyring
}

export interface Retention extends Service {
  /** The periods must be over on this day. */
  before: string
  /** Only count. */
  dryRun: boolean
}

const begin = ({ pool, keyring }: Service) => new Transaction(pool, caller, keyring, undefined, noNewRows)
const install = ({ pool }: Service) => installRetentionClient(pool, caller.clientId, caller.purpose as string)

/** Erases everybody whose period of retention is over and against whose erasure nothing stands; counts them by facility. */
export async function retain({ before, dryRun, ...service }: Retention): Promise<Overdue[]> {
  const counts: Overdue[] = []
  if (!dryRun) await install(service)
  for (const type of erasableTypes) {
    if (dryRun) {
      await inOne(begin(service), async (tx) => void counts.push(...(await countOverdue(tx, type, before))))
      continue
    }
    const done = new Map<string, number>()
    for (let after: string | undefined = beginning; after !== undefined; ) {
      const from: string = after
      after = await inOne(begin(service), async (tx) => {
        const people = await nextOverdue(tx, type, before, from, batchSize)
        for (const { id, facility } of people) {
          const { isErased, duties } = await holdPerson(tx, { type, id }, before)
          // Since it was found, somebody may have come back, or a hold been set.
          if (isErased || duties.length > 0) continue
          await erase(tx, { type, id })
          done.set(facility, (done.get(facility) ?? 0) + 1)
        }
        await recordErasures(tx, service.keyring, caller, 'retention')
        return people.at(-1)?.id
      })
    }
    counts.push(...[...done].sort().map(([facility, persons]) => ({ facility, type, persons })))
  }
  return counts
}

/** Deletes what the catalogue keeps for a period and no longer, beside the persons. @returns how many rows of each table */
export async function forget({ before, ...service }: Omit<Retention, 'dryRun'>): Promise<Map<string, number>> {
  await install(service)
  const all = new Map<string, number>()
  for (;;) {
    const some = await inOne(begin(service), async (tx) => {
      const forgotten = await forgetRows(tx, before, rowsAtOnce)
      await recordErasures(tx, service.keyring, caller, 'retention')
      return forgotten
    })
    for (const [table, rows] of some) all.set(table, (all.get(table) ?? 0) + rows)
    if (some.size === 0) return all
  }
}

/** Everybody who was erased: what an operator keeps outside the database. */
export const erasures = (service: Service): Promise<Erasure[]> =>
  inOne(begin(service), async (tx) => [...(await listErasures(tx, 'INMATE')), ...(await listErasures(tx, 'BUYER'))])

/**
 * Erases again who came back with a backup from before the erasure. Whether a duty stood against it was decided then.
 * @returns how many had come back
 */
export async function eraseAgain(service: Service, list: readonly Erasure[]): Promise<number> {
  await install(service)
  let again = 0
  for (const { type, id } of list) {
    await inOne(begin(service), async (tx) => {
      const held = await holdPerson(tx, { type, id }).catch((error: { code?: string }) => (error.code === 'not-found' ? undefined : Promise.reject(error)))
      if (held === undefined || held.isErased) return
      await erase(tx, { type, id })
      await recordErasures(tx, service.keyring, caller, 'eraseAgain')
      again++
    })
  }
  return again
}

/** Night everywhere in Indonesia: 01:00 in the west, 03:00 in the east. */
const hourOfTheDay = 18

/** Once a day, on whichever instance is first: undefined at another hour, or while another one is at it. */
export async function retainDaily(service: Service, now = new Date()): Promise<Overdue[] | undefined> {
  if (now.getUTCHours() !== hourOfTheDay) return undefined
  const client = await service.pool.connect()
  try {
    if (!(await takeTurn(client))) return undefined
    const before = now.toISOString().slice(0, 10)
    const counts = await retain({ ...service, before, dryRun: false })
    await forget({ ...service, before })
    return counts
  } finally {
    // The lock goes with the connection.
    client.release(true)
  }
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
