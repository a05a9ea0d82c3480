// `prisma generate` without the schema engine that Prisma's CLI would download: it needs the path of some executable,
// never runs it for this command, and closed networks do not reach the download.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1', ...process.env }
const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate', '--config', '.config/prisma.ts'], { env, encoding: 'utf8' })
if (status !== 0) console.error(`${stdout}\n${stderr}`)
process.exitCode = status ?? 1
