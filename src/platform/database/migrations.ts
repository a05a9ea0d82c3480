import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { DiffTarget, MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { projectFolder } from '../contract/project-folder.ts'

// The compiler's only declaration of WebAssembly comes with the whole DOM.
declare const WebAssembly: { instantiate(bytes: Buffer, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }> }

const prismaFolder = join(projectFolder, 'prisma')
const filters = { externalTables: [], externalEnums: [] }

/** Held while migrations run: two instances that start together must not apply the same one twice. */
const migrationLock = 0x62_6b_01

const oidOfChar = 18
const oidOfText = 25

/**
 * The engine describes a database with catalogue columns of PostgreSQL's internal type "char", which the adapter refuses.
 * They travel as text and are handed over as the engine's characters.
 */
async function readable(factory: PrismaPg) {
  const adapter = await factory.connect()
  const ask = adapter.queryRaw.bind(adapter)
  const io = adapter as unknown as { performIO(query: unknown): Promise<{ fields: { dataTypeID: number }[] }> }
  const perform = io.performIO.bind(adapter)
  let characters: number[] = []
  io.performIO = async (query) => {
    const result = await perform(query)
    characters = result.fields.flatMap(({ dataTypeID }, at) => (dataTypeID === oidOfChar ? [at] : []))
    for (const at of characters) (result.fields[at] as { dataTypeID: number }).dataTypeID = oidOfText
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await ask(query)
    for (const at of characters) result.columnTypes[at] = ColumnTypeEnum.Character
    return result
  }
  // The adapter cuts a script at every semicolon, also inside a function's body; PostgreSQL reads it whole.
  adapter.executeScript = async (script) => void (await adapter.underlyingDriver().query(script))
  return adapter
}

interface Bindings {
  SchemaEngine: typeof SchemaEngine
}
let bindings: Promise<Bindings> | undefined

/** The engine's module holds one instance and what points into it: a second instance beside it breaks both. */
async function loadEngine(): Promise<Bindings> {
  const require = createRequire(import.meta.url)
  const folder = join(require.resolve('@prisma/schema-engine-wasm'), '..')
  // The package's entry imports .wasm as a module, which Node runs only behind a flag; so it is instantiated by hand.
  const module = await import(join(folder, 'schema_engine_bg.js'))
  const wasm = await WebAssembly.instantiate(await readFile(join(folder, 'schema_engine_bg.wasm')), { './schema_engine_bg.js': module })
  module.__wbg_set_wasm(wasm.instance.exports)
  ;(wasm.instance.exports.__wbindgen_start as () => void)()
  return module
}

async function withEngine<T>(databaseUrl: string, shadowUrl: string | undefined, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  bindings ??= loadEngine()
  const { SchemaEngine } = await bindings
  const main = new PrismaPg({ connectionString: databaseUrl })
  const shadow = new PrismaPg({ connectionString: shadowUrl ?? databaseUrl })
  const opened: { dispose(): Promise<void> }[] = []
  const connect = async (to: PrismaPg) => {
    const adapter = await readable(to)
    opened.push(adapter)
    return adapter
  }
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: main.adapterName,
    connect: () => connect(main),
    connectToShadowDb: () => connect(shadow),
  }
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', await readFile(join(prismaFolder, 'schema.prisma'), 'utf8')]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  )
  try {
    return await use(engine)
  } finally {
    engine.free()
    // The engine leaves its connections open, and its own lock with them: another instance would wait for it.
    await Promise.all(opened.map((adapter) => adapter.dispose().catch(() => {})))
  }
}

async function migrationList(): Promise<MigrationList> {
  const baseDir = join(prismaFolder, 'migrations')
  const folders = (await readdir(baseDir, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const migrationDirectories = await Promise.all(
    folders.sort().map(async (path) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') } },
    })),
  )
  const lockfile = { path: 'migration_lock.toml', content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8') }
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories }
}

/** Whether every migration has been applied to its end. */
async function hasAll(database: pg.Client, { migrationDirectories }: MigrationList): Promise<boolean> {
  const table = await database.query<{ exists: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists")
  if (!table.rows[0]?.exists) return false
  const { rows } = await database.query<{ name: string; done: boolean }>(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return rows.every(({ done }) => done) && migrationDirectories.every(({ path }) => rows.some(({ name }) => name === path))
}

/**
 * Applies the migrations that the database does not have yet and returns their names. Uses Prisma's WebAssembly
 * engine and its `_prisma_migrations` table, so that `prisma migrate deploy` and this can take turns.
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const guard = new pg.Client({ connectionString: databaseUrl })
  await guard.connect()
  try {
    // Asked again and again: a statement that waited would hold a snapshot, and an index that is made concurrently waits for those.
    const isMine = async () => (await guard.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [migrationLock])).rows[0]?.taken
    while (!(await isMine())) await pause(100)
    const migrationsList = await migrationList()
    // To load the engine takes longer than the rest of most starts, and most find nothing to do.
    if (await hasAll(guard, migrationsList)) return []
    return await withEngine(databaseUrl, undefined, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
      return appliedMigrationNames
    })
  } finally {
    await guard.end()
  }
}

/** What would have to be changed to bring the migrations (run on the empty `shadowUrl`) to schema.prisma; `undefined` when nothing. */
export async function schemaDrift(databaseUrl: string, shadowUrl: string): Promise<string | undefined> {
  const files = [{ path: 'schema.prisma', content: await readFile(join(prismaFolder, 'schema.prisma'), 'utf8') }]
  const from: DiffTarget = { tag: 'migrations', ...(await migrationList()) }
  const to: DiffTarget = { tag: 'schemaDatamodel', files }
  const result = await withEngine(databaseUrl, shadowUrl, (engine) => engine.diff({ from, to, script: true, exitCode: true, filters }))
  return result.exitCode === 0 ? undefined : (result.stdout ?? 'The schema differs from the migrations.')
}
