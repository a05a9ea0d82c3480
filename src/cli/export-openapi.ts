/**
 * Writes the contract to openapi/. With `--check` fails where what is committed there is not what the code says; with
 * `--editions` writes what is built of it and not committed: YAML and Indonesian.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { readExamples } from '../demo/examples.ts'
import { contractJson, contractYaml, problemsMarkdown } from '../platform/contract/openapi.ts'
import { newKey, readKeyring } from '../platform/security/keyring.ts'
import { isStarted } from './command.ts'
import { personalDataMarkdown } from './personal-data-table.ts'
import { rolesMarkdown } from './role-table.ts'
import { changelogMarkdown, changelogOf } from './versions/changelog.ts'
import { lineByLine, releasedContracts } from './versions/released.ts'
import { surfaceOf } from './versions/surface.ts'

interface ContractFile {
  name: string
  content: string
}

async function withApp<T>(read: (app: FastifyInstance) => T): Promise<T> {
  // Nothing is read from the database, so it need not be there: port 1 refuses at once.
  const app = await buildApp({ databaseUrl: 'postgresql://127.0.0.1:1/none', logLevel: 'silent', keyring: readKeyring(newKey(1)) })
  await app.ready()
  const found = read(app)
  await app.close()
  return found
}

/** The document as the code says it. */
export const contractText = (): Promise<string> => withApp((app) => contractJson(app))

/** The committed files of openapi/ as the code, and the contracts released there, say they should be. */
async function contractFiles(folder: string): Promise<ContractFile[]> {
  const json = await contractText()
  const changelog = changelogOf(await releasedContracts(folder), surfaceOf(json))
  return [
    { name: 'openapi.json', content: json },
    { name: 'problems.md', content: problemsMarkdown(readExamples()) },
    { name: 'personal-data.md', content: personalDataMarkdown() },
    { name: 'roles.md', content: rolesMarkdown(json) },
    { name: 'changelog.json', content: lineByLine(changelog) },
    { name: 'changelog.md', content: changelogMarkdown(changelog) },
  ]
}

/** The names of the files that differ from the code. */
export async function staleContractFiles(folder: string): Promise<string[]> {
  const files = await contractFiles(folder)
  const kept = await Promise.all(files.map(({ name }) => readFile(join(folder, name), 'utf8').catch(() => '')))
  return files.flatMap(({ name, content }, at) => (kept[at] === content ? [] : [name]))
}

/** The same contract for other readers. */
const editions = (): Promise<ContractFile[]> =>
  withApp((app) => [
    { name: 'openapi.yaml', content: contractYaml(app) },
    { name: 'openapi.id.json', content: contractJson(app, 'id') },
  ])

const write = async (folder: string, files: ContractFile[]): Promise<void> => {
  for (const { name, content } of files) await writeFile(join(folder, name), content)
}
export const writeContractFiles = async (folder: string): Promise<void> => write(folder, await contractFiles(folder))

async function main(): Promise<void> {
  const folder = join(process.cwd(), 'openapi')
  if (process.argv.includes('--check')) {
    const stale = await staleContractFiles(folder)
    if (stale.length === 0) return
    console.error(`The code and openapi/ differ (${stale.join(', ')}): run \`npm run openapi\` and look at the difference.`)
    process.exitCode = 1
    return
  }
  if (process.argv.includes('--editions')) await write(folder, await editions())
  else await writeContractFiles(folder)
}

if (isStarted(import.meta.url)) await main()
