/** Writes the contract to openapi/, or with `--check` tells whether what is there is what the code says. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { personalDataMarkdown } from '../administration/subject-requests/index.ts'
import { buildApp } from '../app.ts'
import { readExamples } from '../demo/examples.ts'
import { contractJson, contractYaml, problemsMarkdown } from '../platform/contract/openapi.ts'
import { newKey, readKeyring } from '../platform/security/keyring.ts'
import { rolesMarkdown } from './role-table.ts'
import { changelogMarkdown, changelogOf } from './versions/changelog.ts'
import { releasedContracts } from './versions/released.ts'
import { surfaceOf } from './versions/surface.ts'

export interface ContractFile {
  name: string
  content: string
}

interface Editions {
  json: string
  yaml: string
  indonesian: string
}

/** The document as the code says it. */
export async function contractEditions(): Promise<Editions> {
  // Nothing is read from the database, so it need not be there: port 1 refuses at once.
  const app = await buildApp({ databaseUrl: 'postgresql://127.0.0.1:1/none', logLevel: 'silent', keyring: readKeyring(newKey(1)) })
  await app.ready()
  const editions = { json: contractJson(app), yaml: contractYaml(app), indonesian: contractJson(app, 'id') }
  await app.close()
  return editions
}

/** The files of openapi/ as the code, and the contracts released there, say they should be. */
export async function contractFiles(folder: string): Promise<ContractFile[]> {
  const { json, yaml, indonesian } = await contractEditions()
  const changelog = changelogOf(await releasedContracts(folder), surfaceOf(json))
  return [
    { name: 'openapi.json', content: json },
    { name: 'openapi.yaml', content: yaml },
    { name: 'openapi.id.json', content: indonesian },
    { name: 'problems.md', content: problemsMarkdown(readExamples()) },
    { name: 'personal-data.md', content: personalDataMarkdown() },
    { name: 'roles.md', content: rolesMarkdown(json) },
    { name: 'changelog.json', content: `${JSON.stringify(changelog, null, 2)}\n` },
    { name: 'changelog.md', content: changelogMarkdown(changelog) },
  ]
}

/** The names of the files that differ from the code. */
export async function staleContractFiles(folder: string): Promise<string[]> {
  const files = await contractFiles(folder)
  const kept = await Promise.all(files.map(({ name }) => readFile(join(folder, name), 'utf8').catch(() => '')))
  return files.flatMap(({ name, content }, at) => (kept[at] === content ? [] : [name]))
}

export async function writeContractFiles(folder: string): Promise<void> {
  for (const { name, content } of await contractFiles(folder)) await writeFile(join(folder, name), content)
}

async function main(): Promise<void> {
  const folder = join(process.cwd(), 'openapi')
  if (process.argv.includes('--check')) {
    const stale = await staleContractFiles(folder)
    if (stale.length === 0) return
    console.error(`The code and openapi/ differ (${stale.join(', ')}): run \`npm run openapi\` and look at the difference.`)
    process.exitCode = 1
    return
  }
  await writeContractFiles(folder)
}

if (process.argv[1]?.includes('export-openapi')) await main()
