import type { Transaction } from './transaction.ts'

type Listener<Fact> = (tx: Transaction, fact: Fact) => Promise<void>

/**
 * Something happens to a row that is locked: later modules refuse it, or end with it what is theirs, in the same transaction.
 * They do so one after the other, in the order in which they were imported.
 */
export function announcement<Fact>() {
  const listeners: Listener<Fact>[] = []
  return {
    listen: (listener: Listener<Fact>): void => void listeners.push(listener),
    announce: async (tx: Transaction, fact: Fact): Promise<void> => {
      for (const listener of listeners) await listener(tx, fact)
    },
  }
}
