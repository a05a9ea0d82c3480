import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { type AppOptions, buildApp } from '../../src/app.ts'
import { allScopes } from '../../src/platform/contract/tags.ts'
import { defaultLimits, type Limits } from '../../src/platform/database/pool.ts'
import type { RateLimits } from '../../src/platform/http/rate-limit.ts'
import { credentialIdOf, hashOf, newApiKey, newClientSecret } from '../../src/platform/security/authentication/credentials.ts'
import type { ExternalIssuerOptions } from '../../src/platform/security/authentication/external-issuer.ts'
import type { Keyring } from '../../src/platform/security/keyring.ts'
import { allTables } from '../../src/platform/security/personal-data.ts'
import { canary, canaryInSql, encryptedCanaryInSql } from './canary.ts'
import { Client, fetchContract } from './client.ts'
import type { Contract } from './contract.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'
import { wrongFigures } from './figures.ts'
import { testKeyring } from './keyring.ts'
import { Maker } from './make.ts'

export interface ClientOptions {
  /** All of them unless given. */
  scopes?: readonly string[]
  /** `ALL`, a national caller, unless given. */
  facilities?: 'ALL' | readonly string[]
  redactions?: readonly string[]
  roles?: readonly string[]
  expired?: boolean
  revoked?: boolean
  /** Chosen by the test; random unless given. */
  key?: string
  id?: string
}

export interface TestApp {
  app: FastifyInstance
  port: number
  agent: Agent
  contract: Contract
  database: TestDatabase
  /** A national caller with every scope. */
  api: Client
  make: Maker
  /** Adds a client with one key, and returns the key. */
  makeClient(options?: ClientOptions): Promise<string>
  /** The client that a key of `makeClient` belongs to. */
  clientOf(key: string): Promise<string>
  /** Gives a client one more secret for the token endpoint, and returns it. */
  addSecret(clientId: string): Promise<string>
  /** Lets a client see one more facility. */
  grant(key: string, facilityId: string): Promise<void>
  revoke(key: string): Promise<void>
}

/** What a test file asks in a minute is no measure for anybody. */
const many = 1_000_000_000
export const unlimited: RateLimits = {
  reads: many,
  documents: many,
  writes: many,
  searches: many,
  tokens: many,
  refusals: many,
  personalRecords: many,
  collisions: many,
}

/** On a busy machine a queue that is answered in time elsewhere takes longer; who tests a limit sets it. */
const patient: Limits = { ...defaultLimits, waitMs: 60_000, lockMs: 60_000, statementMs: 60_000 }

interface Options {
  limits?: Partial<Limits>
  logLevel?: string
  idsFor?: NonNullable<AppOptions['idsFor']>
  rateLimits?: Partial<RateLimits>
  trustedProxies?: string
  demoKey?: string
  publicUrl?: string
  answerTimeoutMs?: number
  keyring?: Keyring
  auditRetentionMonths?: number
  auditHeads?: NonNullable<AppOptions['auditHeads']>
  deletableHours?: number
  oidc?: ExternalIssuerOptions
  /** The API owns its tables, as it does on the embedded database: it makes and drops the months of the trail by itself. */
  asOwner?: boolean
  /** That of another app, of which this is a second instance. */
  shared?: TestDatabase
  /** Adds what only a test needs, before the app listens. */
  extend?: (app: FastifyInstance) => void
  /** Hears every line of the log. */
  onLog?: (line: string) => void
}

const severity = (level: string): number => ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].indexOf(level)

/** Where personal values may be in clear, as the modules say; numbers that are encrypted may be nowhere. */
const homes = Object.entries(allTables()).flatMap(([table, { columns }]) => (Object.values(columns).some((column) => column.class !== 'none') ? [table] : []))

async function leaksInTables(database: TestDatabase): Promise<string[]> {
  const tables = await database.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const pattern = homes.includes(name) ? encryptedCanaryInSql : canaryInSql
      const [row] = await database.query<{ leak: boolean }>(`SELECT EXISTS (SELECT 1 FROM "${name}" one WHERE one::text ~ $1) AS leak`, [pattern])
      return row?.leak ? [name] : []
    }),
  )
  return found.flat()
}

/** The app of src/app.ts on a database of its own, listening on a free port; removed when the test ends. */
export async function buildTestApp(
  t: Test,
  {
    limits = {},
    logLevel = 'error',
    rateLimits = {},
    keyring = testKeyring,
    asOwner = false,
    shared,
    extend = () => {},
    onLog = () => {},
    ...more
  }: Options = {},
): Promise<TestApp> {
  const database = shared ?? (await cloneDatabase())
  const leaks: string[] = []
  const logTo = {
    write: (line: string) => {
      onLog(line)
      if (canary.test(line)) leaks.push(line)
      const { level } = JSON.parse(line)
      if (severity(level) >= severity(logLevel)) process.stdout.write(line)
    },
  }
  const app = await buildApp({
    databaseUrl: asOwner ? database.url : database.serviceUrl,
    logLevel: 'trace',
    logTo,
    keyring,
    rateLimits: { ...unlimited, ...rateLimits },
    limits: { ...patient, ...limits },
    ...more,
  })
  extend(app)
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  t.teardown(async () => {
    agent.destroy()
    await app.close()
    // A test may have closed its database to everybody, or made one without tables.
    const orNothing = (error: { code?: string }) => (['55000', '42P01'].includes(error.code ?? '') ? [] : Promise.reject(error))
    const tables = await leaksInTables(database).catch(orNothing)
    const wrong = await wrongFigures(database).catch(orNothing)
    if (shared === undefined) await database.drop()
    // A test that is torn down makes no assertions any more; an error fails it as well.
    if (leaks.length > 0) throw new Error(`A personal value is in the log:\n${leaks[0]}`)
    if (tables.length > 0) throw new Error(`A personal value is where none belongs: ${tables.join(', ')}`)
    if (wrong.length > 0) throw new Error(wrong.join('\n'))
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo

  const makeClient = async ({
    scopes = allScopes(),
    roles = [],
    facilities = 'ALL',
    redactions = [],
    expired = false,
    revoked = false,
    key = newApiKey(testKeyring, 'test').key,
    id = randomUUID(),
  }: ClientOptions = {}): Promise<string> => {
    const isNational = facilities === 'ALL'
    await database.query('INSERT INTO api_client (id, name, scopes, roles, all_facilities, redactions) VALUES ($1, $2, $3, $4, $5, $6)', [
      id,
      `test ${id}`,
      scopes,
      roles,
      isNational,
      redactions,
    ])
    if (!isNational) {
      await database.query('INSERT INTO api_client_facility (client_id, facility_id) SELECT $1, unnest($2::uuid[])', [id, facilities])
    }
    await database.query(
      `INSERT INTO client_credential (id, client_id, secret_hash, expires_at, revoked_at)
       VALUES ($1, $2, $3, CASE WHEN $4 THEN now() - interval '1 second' END, CASE WHEN $5 THEN now() END)`,
      [credentialIdOf(key), id, hashOf(testKeyring, key), expired, revoked],
    )
    return key
  }

  const clientOf = async (key: string): Promise<string> => {
    const [row] = await database.query<{ client_id: string }>('SELECT client_id FROM client_credential WHERE id = $1', [credentialIdOf(key)])
    return String(row?.client_id)
  }

  const contract = await fetchContract({ port, agent })
  const api = new Client({ port, agent, contract }, await makeClient())
  return {
    app,
    port,
    agent,
    contract,
    database,
    api,
    make: new Maker(api, contract),
    makeClient,
    clientOf,
    addSecret: async (clientId) => {
      const { id, secret, hash } = newClientSecret(testKeyring, 'test')
      await database.query("INSERT INTO client_credential (id, client_id, kind, secret_hash) VALUES ($1, $2, 'CLIENT_SECRET', $3)", [id, clientId, hash])
      return secret
    },
    grant: async (key, facilityId) => {
      await database.query('INSERT INTO api_client_facility (client_id, facility_id) VALUES ($1, $2)', [await clientOf(key), facilityId])
    },
    revoke: async (key) => {
      await database.query('UPDATE client_credential SET revoked_at = now() WHERE id = $1', [credentialIdOf(key)])
    },
  }
}
