/** What is known of callers is kept until access changes: the database announces every change of clients, credentials, grants, signing keys and the facility tree. */
import pg from 'pg'

const heartbeatMs = 5_000
const silenceMs = 3_000

/** Values by key that are forgotten when access changes. */
export interface Memory<V> {
  /** What is kept now. */
  readonly known: ReadonlyMap<string, V>
  /** The value that is kept, or what `find` finds; undefined is not kept. */
  get(key: string, find: () => Promise<V | undefined>): Promise<V | undefined>
  forget(key: string): void
}

/**
 * Hears the announcements. While they cannot be heard nothing is kept; a connection that has fallen silent is found out by
 * its heartbeat, within eight seconds.
 */
export class AccessChanges {
  readonly #memories: Map<string, unknown>[] = []
  #listener: pg.Client | undefined
  #listening = false
  #closed = false
  #generation = 0
  readonly #heartbeat: NodeJS.Timeout

  constructor(private readonly databaseUrl: string) {
    this.#heartbeat = setInterval(() => void this.#beat(), heartbeatMs).unref()
  }

  memory<V>(capacity = 10_000): Memory<V> {
    const kept = new Map<string, V>()
    this.#memories.push(kept)
    return {
      known: kept,
      get: async (key, find) => {
        const known = kept.get(key)
        if (known !== undefined) return known
        const generation = this.#generation
        const found = await find()
        // A change announced while it was read may have made it old.
        if (found !== undefined && this.#listening && generation === this.#generation && kept.size < capacity) kept.set(key, found)
        return found
      },
      forget: (key) => void kept.delete(key),
    }
  }

  /** Starts to hear of changes; keeps trying while the database is away. */
  async listen(): Promise<void> {
    if (this.#closed) return
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'binakarya access',
      keepAlive: true,
      connectionTimeoutMillis: silenceMs,
      query_timeout: silenceMs,
    })
    this.#listener = client
    client.on('error', () => this.#lose(client))
    client.on('end', () => this.#lose(client))
    client.on('notification', () => this.#forget())
    try {
      await client.connect()
      await client.query('LISTEN access_changed')
      this.#forget()
      this.#listening = this.#listener === client
    } catch {
      this.#lose(client)
    }
  }

  async #beat(): Promise<void> {
    const client = this.#listener
    if (client === undefined || !this.#listening) return
    await client.query('SELECT 1').catch(() => this.#lose(client))
  }

  #lose(client: pg.Client): void {
    if (this.#listener !== client) return
    this.#listening = false
    this.#forget()
    this.#listener = undefined
    void client.end().catch(() => {})
    setTimeout(() => void this.listen(), 500).unref()
  }

  #forget(): void {
    this.#generation++
    for (const kept of this.#memories) kept.clear()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#listening = false
    clearInterval(this.#heartbeat)
    const listener = this.#listener
    this.#listener = undefined
    await listener?.end().catch(() => {})
  }
}
