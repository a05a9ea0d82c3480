import { localDay } from '../../platform/contract/local-day.ts'
import type { Change, Transaction } from '../../platform/database/transaction.ts'
import { requireOver, stepFrom } from './rules.ts'
import type { FacilityMonth, MonthReopening } from './schemas.ts'
import { holdMonth, writeMonth } from './store.ts'

/** @throws not-found, stale-version, invalid-transition, contradiction */
export async function lockMonth(tx: Transaction, facilityId: string, name: string): Promise<Change<FacilityMonth>> {
  const month = await holdMonth(tx, facilityId, name)
  tx.requireVersion(month.version)
  const status = stepFrom(month, 'lock')
  requireOver(name, localDay(tx.now, month.timeZone))
  return writeMonth(tx, month, { status, reason: null })
}

/** @throws not-found, stale-version, invalid-transition */
export async function reopenMonth(tx: Transaction, facilityId: string, name: string, { reason }: MonthReopening): Promise<Change<FacilityMonth>> {
  const month = await holdMonth(tx, facilityId, name)
  tx.requireVersion(month.version)
  return writeMonth(tx, month, { status: stepFrom(month, 'reopening'), reason })
}
