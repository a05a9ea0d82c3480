// `prisma generate` without the schema engine that Prisma's CLI would download: it needs the path of some executable,
// never runs it for this command, and closed networks do not reach the download. It runs only when the schema,
// Prisma or a file of this folder is another.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '..')
const client = join(root, 'prisma', 'client')
const stamp = join(client, 'made-from.sha256')

const made = createHash('sha256')
const sources = [join(root, 'prisma', 'schema.prisma'), ...readdirSync(import.meta.dirname).map((name) => join(import.meta.dirname, name))]
for (const path of [...sources, require.resolve('prisma/package.json'), require.resolve('@prisma/client/package.json')]) made.update(readFileSync(path))
const now = made.digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
  const cli = require.resolve('prisma/build/index.js')
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1', ...process.env }
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate', '--config', '.config/prisma.ts'], { cwd: root, env, encoding: 'utf8' })
  if (status === 0) writeFileSync(stamp, now)
  else console.error(`${stdout}\n${stderr}`)
  process.exitCode = status ?? 1
}
