/**
 * `npm run clients`: writes clients for Python, Java, Go and PHP and two Postman collections, one of all operations and one of
 * the tutorials, to openapi/clients/generated/ or to the folder that is named.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postman from 'openapi-to-postmanv2'
import { parse } from 'yaml'
import { tutorialsOf } from './tutorials.mjs'

const document = join(import.meta.dirname, '..', 'openapi.json')
const baseUrl = 'http://127.0.0.1:3000'
const folder = process.argv[2] ?? join(import.meta.dirname, 'generated')
mkdirSync(folder, { recursive: true })

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')
const languages = ['python', 'java', 'go', 'php'].flatMap((language) => ['--generator', language])
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [redocly, 'generate-client', document, '--output', join(folder, 'binakarya.ts'), '--server-url', baseUrl, ...languages],
  { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }, encoding: 'utf8' },
)
if (status !== 0) throw new Error(`${stdout}\n${stderr}`)

// A relative server means "where the document came from", which a collection does not know.
const contract = { ...JSON.parse(readFileSync(document, 'utf8')), servers: [{ url: baseUrl }] }
const converted = await promisify(postman.convertV2)(
  { type: 'json', data: contract },
  { folderStrategy: 'Tags', parametersResolution: 'Example', enableOptionalParameters: false, includeAuthInfoInExample: false },
)
if (!converted.result) throw new Error(converted.reason)
const workflows = parse(readFileSync(join(import.meta.dirname, '..', 'workflows.arazzo.yaml'), 'utf8'))
const collections = { binakarya: converted.output[0].data, tutorials: tutorialsOf(workflows, contract, baseUrl) }
for (const [name, collection] of Object.entries(collections))
  writeFileSync(join(folder, `${name}.postman_collection.json`), `${JSON.stringify(collection, null, 2)}\n`)
console.log(`Written to ${folder}.`)
