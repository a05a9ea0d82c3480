/** The closure of a program: later modules refuse it or end with it what is theirs, in the same transaction. */
import type { Transaction } from '../../platform/database/transaction.ts'

export interface Closure {
  programId: string
  /** Today at the facility. */
  on: string
}
type Listener = (tx: Transaction, closure: Closure) => Promise<void>

const listeners: Listener[] = []

/** Called with the program locked. Listeners run one after the other, in the order in which their modules were imported. */
export const whenProgramCloses = (listener: Listener): void => void listeners.push(listener)

export async function close(tx: Transaction, closure: Closure): Promise<void> {
  for (const listener of listeners) await listener(tx, closure)
}
