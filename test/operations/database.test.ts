/** The migrations, and the files that bring the database along. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import addFormatsModule from 'ajv-formats'
import pg from 'pg'
import t from 'tap'
import { parse } from 'yaml'
import { applyMigrations, schemaDrift } from '../../src/platform/database/migrations.ts'
import { command } from '../support/command.ts'
import { cloneDatabase } from '../support/database.ts'
import { programOf } from '../support/programs.ts'

const root = join(import.meta.dirname, '..', '..')
const migrations = join(root, 'prisma', 'migrations')
const names = readdirSync(migrations, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

interface Applied {
  migration_name: string
  checksum: string
  finished_at: Date | null
  rolled_back_at: Date | null
  applied_steps_count: number
}

t.test('the migrations lead to schema.prisma', async (t) => {
  const database = await cloneDatabase({ migrated: false })
  const shadow = await cloneDatabase({ migrated: false })
  t.teardown(() => Promise.all([database.drop(), shadow.drop()]))
  t.equal(await schemaDrift(database.url, shadow.url), undefined, 'else change one of the two until this says nothing')
})

t.test('several that start at once apply each migration once, later starts none', async (t) => {
  const database = await cloneDatabase({ migrated: false })
  t.teardown(() => database.drop())
  const applied = await Promise.all(Array.from({ length: 4 }, () => applyMigrations(database.url)))
  t.strictSame(applied.map(({ length }) => length).sort(), [0, 0, 0, names.length])
  t.strictSame(await applyMigrations(database.url), [])

  const rows = await database.query<Applied>('SELECT * FROM _prisma_migrations ORDER BY migration_name')
  t.strictSame(
    rows.map(({ migration_name }) => migration_name),
    names.sort(),
  )
  for (const row of rows) {
    const file = readFileSync(join(migrations, row.migration_name, 'migration.sql'))
    t.equal(row.checksum, createHash('sha256').update(file).digest('hex'), 'the checksum is that of the file, as Prisma writes it')
    t.ok(row.finished_at)
    t.equal(row.rolled_back_at, null)
    t.equal(row.applied_steps_count, 1)
  }
  const columns = await database.query<{ name: string; type: string; nullable: string }>(
    `SELECT column_name AS name, data_type AS type, is_nullable AS nullable FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
  )
  const instant = 'timestamp with time zone'
  t.strictSame(
    columns.map(({ name, type, nullable }) => [name, type, nullable]),
    [
      ['id', 'character varying', 'NO'],
      ['checksum', 'character varying', 'NO'],
      ['finished_at', instant, 'YES'],
      ['migration_name', 'character varying', 'NO'],
      ['logs', 'text', 'YES'],
      ['rolled_back_at', instant, 'YES'],
      ['started_at', instant, 'NO'],
      ['applied_steps_count', 'integer', 'NO'],
    ],
    'the table is the one of `prisma migrate deploy`',
  )
})

t.test('every constraint and index has a name that was chosen', async (t) => {
  const database = await cloneDatabase()
  t.teardown(() => database.drop())
  // Partitions have those of their table, under names of PostgreSQL's own.
  const found = await database.query<{ name: string; on: string }>(`
    SELECT conname AS name, conrelid::regclass::text AS on FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> '_prisma_migrations'::regclass AND NOT relispartition
    UNION SELECT indexname, tablename FROM pg_indexes JOIN pg_class ON pg_class.oid = tablename::regclass
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' AND NOT relispartition`)
  t.ok(found.length > 150)
  for (const { name, on } of found)
    t.match(name, new RegExp(`^${on}_[a-z_]+_(pkey|key|fkey|check|idx|overlap)$|^${on}_(pkey|key|overlap)$|^${on}_([a-z]+_)?month$`), `${name} on ${on}`)
  const unindexed = await database.query(`
    SELECT conname FROM pg_constraint fkey WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
      SELECT 1 FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = (indkey::int2[])[0]
      WHERE indrelid = fkey.conrelid AND attnum = ANY(fkey.conkey) AND coalesce(pg_get_expr(indpred, indrelid) = format('(%I IS NOT NULL)', attname), TRUE))`)
  t.strictSame(unindexed, [], 'and every foreign key an index that begins with one of its columns')
})

t.test('a migration with API_PASSWORD makes the role of the API, which works and rewrites nothing', async (t) => {
  const own = await cloneDatabase()
  t.teardown(async () => {
    await own.query('DROP ROLE IF EXISTS api')
    await own.drop()
  })
  for (const password of ['a-first-password', "another'password"]) {
    const migrated = await command(process.execPath, [programOf('cli/migrate')], { DATABASE_URL: own.url, API_PASSWORD: password })
    t.equal(migrated.code, 0, migrated.all)
    const url = Object.assign(new URL(own.url), { username: 'api', password: encodeURIComponent(password) }).href
    t.strictSame(await applyMigrations(url), [], 'the API starts under it')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    t.equal((await client.query('SELECT count(*) FROM facility')).rowCount, 1)
    await t.rejects(client.query('UPDATE audit_entry SET at = now()'), { code: '42501' })
    await client.end()
  }
})

t.test('docker-compose.yml fits the published compose schema', async (t) => {
  // The linter of compose files ships the schema of the Compose Specification.
  const folder = dirname(createRequire(import.meta.url).resolve('dclint/package.json'))
  const { $schema: _, ...schema } = JSON.parse(readFileSync(join(folder, 'schemas', 'compose.schema.json'), 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true })
  const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default
  addFormats(ajv)
  const fits = ajv.compile(schema)
  const file = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'))
  fits(file)
  t.strictSame(fits.errors ?? [], [])
  const broken = structuredClone(file)
  broken.services.api.depends_on.migrate.condition = 'finished'
  broken.services.database.helthcheck = {}
  t.notOk(fits(broken), 'which refuses what does not')

  const { database, migrate, api } = file.services
  t.ok(database.healthcheck.test, 'the database has a health check')
  t.ok(
    Object.keys(file.volumes).some((volume) => database.volumes[0].startsWith(`${volume}:`)),
    'and keeps its data',
  )
  t.equal(migrate.depends_on.database.condition, 'service_healthy', 'migrations wait for it')
  t.equal(api.depends_on.migrate.condition, 'service_completed_successfully', 'and the API for them')
  t.match(new URL(api.environment.DATABASE_URL.replace(/\$\{[^}]*\}/g, 'secret')).username, /^api$/, 'which does not own its tables')
  t.match(new URL(migrate.environment.DATABASE_URL.replace(/\$\{[^}]*\}/g, 'secret')).username, /^binakarya$/)
  for (const asked of ['PUBLIC_URL', 'CONTACT_URL', 'CONTACT_EMAIL']) t.match(api.environment[asked], /:\?set /, `${asked} is asked for`)
  t.match(api.ports, [/^127\.0\.0\.1:/], 'nothing is open to the network unless somebody decides so')
})
