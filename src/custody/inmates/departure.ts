/** Who leaves custody or the facility: later modules end with it what is theirs, in the same transaction. */
import type { Transaction } from '../../platform/database/transaction.ts'
import type { ReasonToLeave } from './rules.ts'

export interface Departure {
  inmateId: string
  /** The day it happened. */
  on: string
  reason: ReasonToLeave
}
type Listener = (tx: Transaction, departure: Departure) => Promise<void>

const listeners: Listener[] = []

/** Called with the inmate locked. Listeners run one after the other, in the order in which their modules were imported. */
export const whenInmateLeaves = (listener: Listener): void => void listeners.push(listener)

export async function leave(tx: Transaction, departure: Departure): Promise<void> {
  for (const listener of listeners) await listener(tx, departure)
}
