/**
 * Bounds what refusals write, so that nobody fills the disk with them: of one kind the first few in a minute have entries of their
 * own, and one entry stands for all others of that minute. Beyond so many kinds, one stands for whatever is left.
 */
import type { Entry } from './entry.ts'

const windowMs = 60_000
const maxKinds = 200
/** Who asked, where nobody has proved it. */
export const nobodyKnown = '00000000-0000-0000-0000-000000000000'

interface Kind {
  written: number
  /** The last of those that have no entry of their own, and how many they are. */
  more: Entry | undefined
}

const withoutClaims = (entry: Entry): Entry => ({ ...entry, clientId: nobodyKnown, credentialId: null, tokenId: null, onBehalfOf: null, address: null })

export class RefusalSummaries {
  #kinds = new Map<string, Kind>()
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly write: (entries: readonly Entry[]) => void) {}

  /** Writes the entry, or counts it in one that is written when the minute ends. */
  take(kind: string, allowance: number, entry: Entry): void {
    this.#timer ??= setTimeout(() => this.end(), windowMs).unref()
    if (this.#kinds.size < maxKinds || this.#kinds.has(kind)) this.#count(kind, allowance, entry)
    else this.#count('others', 0, withoutClaims(entry))
  }

  #count(name: string, allowance: number, entry: Entry): void {
    const kind = this.#kinds.get(name) ?? { written: 0, more: undefined }
    this.#kinds.set(name, kind)
    if (kind.written < allowance) {
      kind.written++
      this.write([entry])
    } else kind.more = { ...entry, resourceIds: [], times: (kind.more?.times ?? 0) + 1 }
  }

  /** Ends the minute. */
  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const entries = [...this.#kinds.values()].flatMap(({ more }) => more ?? [])
    this.#kinds = new Map()
    if (entries.length > 0) this.write(entries)
  }
}
