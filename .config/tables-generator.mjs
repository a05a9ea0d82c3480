// Writes prisma/client/tables.ts while `prisma generate` runs: the name and type of every column, which Prisma's own client
// knows but does not export. A generator is asked over stdin and answers over stderr, in JSON-RPC, a line each.
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const scalars = { String: 'text', Boolean: 'boolean', Int: 'int', BigInt: 'bigint', Decimal: 'numeric', Bytes: 'bytea', Json: 'jsonb' }
const natives = { Uuid: 'uuid', Date: 'date', Timestamptz: 'timestamptz', SmallInt: 'smallint', Decimal: 'numeric' }

function typeOf({ type, nativeType, isList }) {
  const name = nativeType ? natives[nativeType[0]] : scalars[type]
  if (name === undefined) throw new Error(`No name for ${type} ${nativeType}.`)
  return isList ? `${name}[]` : name
}

function tableOf({ name, dbName, fields }) {
  const columns = fields.filter(({ kind }) => kind === 'scalar').map((field) => `    ${field.name}: ['${field.dbName ?? field.name}', '${typeOf(field)}'],`)
  return { name, table: dbName ?? name, text: [`  ${dbName ?? name}: {`, ...columns, '  },'].join('\n') }
}

/** The members whose values a B-tree of the model holds in order. */
function indexesOf({ name, dbName }, indexes) {
  const trees = indexes.filter(({ model, algorithm = 'BTree' }) => model === name && algorithm === 'BTree')
  return `  ${dbName ?? name}: [${trees.map(({ fields }) => `['${fields.map((field) => field.name).join("', '")}']`).join(', ')}],`
}

function generate({ generator, dmmf }) {
  const { models: all, indexes } = dmmf.datamodel
  const tables = all.map(tableOf)
  const models = tables.map(({ name, table }) => `  ${table}: '${name}'`)
  writeFileSync(
    generator.output.value,
    `// Generated from schema.prisma; do not edit.
/** Every column of every table, by the member that stands for it: its name and its type. */
export const tables = {
${tables.map(({ text }) => text).join('\n')}
} as const

/** The members by which the indexes of every table are sorted. */
export const indexes: { readonly [T in keyof Models]: readonly (readonly string[])[] } = {
${all.map((model) => indexesOf(model, indexes)).join('\n')}
}

/** The model of each table. */
export interface Models {
${models.join('\n')}
}
`,
  )
}

const answers = {
  getManifest: () => ({ manifest: { prettyName: 'names and types of columns', defaultOutput: './client/tables.ts' } }),
  generate: (options) => {
    generate(options)
    return null
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line)
  try {
    console.error(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method](params) }))
  } catch (error) {
    console.error(JSON.stringify({ jsonrpc: '2.0', id, error: { code: 1, message: String(error), data: {} } }))
  }
}
