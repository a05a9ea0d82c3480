import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { DiffTarget, MigrationList } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { projectFolder } from '../contract/project-folder.ts'

const prismaFolder = join(projectFolder, 'prisma')
const filters = { externalTables: [], externalEnums: [] }

/** Held while migrations run: two instances that start together must not apply the same one twice. */
const migrationLock = 0x62_6b_01

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
    if (await hasAll(guard, migrationsList)) return []
    // To load the engine takes longer than the rest of most starts, which find nothing to do.
    const { withEngine } = await import('./schema-engine.ts')
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
  const { withEngine } = await import('./schema-engine.ts')
  const result = await withEngine(databaseUrl, shadowUrl, (engine) => engine.diff({ from, to, script: true, exitCode: true, filters }))
  return result.exitCode === 0 ? undefined : (result.stdout ?? 'The schema differs from the migrations.')
}
