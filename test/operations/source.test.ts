/** What the code itself must not do: put anything into SQL that is not a parameter or its own words; name a module in the platform. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import ts from 'typescript'
// Modules are loaded by the names of their files.
import 'tsx/esm'
import { tables } from '../../prisma/client/tables.ts'
import { roleNames } from '../../src/administration/clients/index.ts'
import type { Module } from '../../src/platform/http/module.ts'

const root = join(import.meta.dirname, '..', '..')
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => relative(root, join(root, 'src', name)))

interface Found {
  place: string
  name: string
  argument: ts.Expression | undefined
}

/** Every call and tag of a file, with the name of what is called and its first argument. */
function callsIn(file: string): Found[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = node.expression
      const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText()
      found.push({ place: file, name, argument: node.arguments[0] })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
const calls = files.flatMap(callsIn)

/** The pieces of an argument that are not written out where it stands. */
function variable(argument: ts.Expression | undefined): string[] {
  if (argument === undefined || ts.isStringLiteral(argument) || ts.isNoSubstitutionTemplateLiteral(argument)) return []
  if (ts.isTemplateExpression(argument)) return argument.templateSpans.map(({ expression }) => expression.getText())
  return [argument.getText()]
}

/**
 * Pieces of SQL text that are not literals where they are used, each looked at: names of tables, columns and types that
 * our own code hands over, words chosen from two. Nothing of a request may ever be added here.
 */
const reviewed: Record<string, readonly string[]> = {
  'src/platform/database/sql.ts': ['of', 'type'],
  // From the tables of schema.prisma, and names that our own select lists have.
  'src/platform/database/tables.ts': [
    'table',
    'alias',
    'name',
    'typeOf(table, member)',
    'columnOf(table, member)[0]',
    'columnOf(table, source)[0]',
    'columnOf(table, hashed)[0]',
  ],
  'src/platform/database/row-filter.ts': ['table', 'alias'],
  'src/platform/database/records.ts': ['table', 'facilityOf(table)', 'of.name'],
  'src/platform/database/transaction.ts': ['table'],
  'src/platform/http/unit-of-work.ts': ['table', 'place.table', 'facility.column'],
  'src/platform/audit/changes.ts': ['table', 'name'],
  'src/platform/database/listing.ts': [
    'type',
    'table',
    `descending !== backwards ? '<' : '>'`,
    `descending !== backwards ? 'DESC' : 'ASC'`,
    `bound === 'From' ? '>=' : bound === 'To' ? '<=' : '='`,
    'String(maxRows + 1)',
  ],
  // The name of a rule, which is ours.
  'src/platform/database/refusals.ts': ['name'],
  'src/commerce/sales/line-store.ts': ['rule'],
  // What a module calls its rows.
  'src/platform/database/references.ts': ['of.name'],
  // Three tables that its types name.
  'src/custody/deleted-persons/store.ts': ['table', 'column'],
  'src/cli/re-encrypt.ts': ['table', 'name'],
  'src/cli/canonical.ts': ['table', 'column', 'type', "column.replace('_encrypted', '_hash')"],
  'src/administration/subject-requests/protection-store.ts': ['tables[type]'],
  // Tables that name an inmate, and those that resources are kept in.
  'src/custody/protected-persons/store.ts': ['table'],
  'src/platform/database/named-rows.ts': ['table'],
  // Members and tables that its types name, and parts of a statement of its own.
  'src/production/work-logs/store.ts': ['name', 'part', "columnOf('work_log', name)[0]", 'table'],
  // What the retention job calls its rows.
  'src/custody/inmates/store.ts': ['alias'],
  // A day that our own code counted.
  'src/platform/audit/months.ts': ['partitionOf(month)'],
  // From what the modules say of their tables, which is code.
  'src/administration/retention/store.ts': ['table', 'forgottenFrom'],
  'src/administration/incidents/affected-store.ts': ['through.person', 'name', 'person', 'column'],
  'src/administration/subject-requests/store.ts': [
    `person?.[type] ?? ''`,
    'through.table',
    'through.person',
    'table',
    'table.partOf.column',
    `table === 'batch' ? 'code' : 'name'`,
    'column',
    'erased[way](column)',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a piece of source
    "columns.map(([column]) => `${column} IS NOT NULL`).join(' OR ')",
    'name',
  ],
}

t.test('raw SQL is made of literals and of names that were reviewed', async (t) => {
  const raws = calls.filter(({ name }) => name === 'raw')
  t.ok(raws.length > 20)
  const used = new Map<string, Set<string>>()
  for (const { place, argument } of raws) {
    for (const piece of variable(argument)) {
      used.set(place, (used.get(place) ?? new Set()).add(piece))
      t.ok(reviewed[place]?.includes(piece), `${place}: raw(${piece}) was reviewed`)
    }
  }
  for (const [place, pieces] of Object.entries(reviewed)) for (const piece of pieces) t.ok(used.get(place)?.has(piece), `${place}: ${piece} is still used`)
})

/** Every SQL text of a file, with a `?` where something is put in. */
function statementsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const textOf = (template: ts.TemplateLiteral): string =>
    ts.isNoSubstitutionTemplateLiteral(template)
      ? template.text
      : [template.head, ...template.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join(' ? ')
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && ['sql', 'expression'].includes(node.tag.getText())) found.push(textOf(node.template))
    if (ts.isCallExpression(node) && node.expression.getText() === 'raw') {
      const [argument] = node.arguments
      if (argument && ts.isTemplateLiteral(argument)) found.push(textOf(argument))
      if (argument && ts.isStringLiteral(argument)) found.push(argument.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const names = Object.keys(tables).join('|')
const places = [
  new RegExp(`\\b(?:FROM|JOIN|UPDATE|INTO|USING|ONLY|TABLE)\\s+(?:\\(\\s*)*"?(${names})"?\\b(?!\\.)`, 'gi'),
  // A list after FROM, and a piece that is put after one.
  new RegExp(`,\\s*"?(${names})"?\\b(?!\\.)`, 'gi'),
  new RegExp(`^\\s*"?(${names})"?\\b(?!\\.)`, 'gi'),
]
/** The tables that a statement names itself. */
const namedIn = (statement: string): string[] => {
  const text = statement.replaceAll(/'[^']*'/g, "''").replaceAll(/\bFOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE) OF [\w, ]+/gi, '')
  return places.flatMap((place) => [...text.matchAll(place)].map(([, table]) => table as string))
}

t.test('no statement of a module names a table without its row filter, or the reason why it needs none', async (t) => {
  const modules = files.filter((file) => /^src\/(?!platform|cli|demo)[a-z]+\//.test(file))
  const stores = modules.flatMap((file) => statementsIn(file).map((statement) => ({ file, statement })))
  t.ok(stores.length > 100)
  for (const { file, statement } of stores) {
    const named = namedIn(statement)
    if (named.length > 0) t.fail(`${file} names ${named.join(', ')}: rows(db, table) or unfiltered(table, why)`, { statement })
  }
  t.strictSame(namedIn('WITH mine AS (SELECT * FROM ? ) SELECT * FROM inmate'), ['inmate'], 'it finds one behind a filtered one')
  t.strictSame(namedIn('SELECT inmate.id FROM ? , sale'), ['sale'], 'and one in a list')
  t.strictSame(namedIn('batch JOIN ?'), ['batch'], 'and one in a piece of a statement')
  t.strictSame(namedIn('SELECT batch.id FROM ? WHERE batch.id = ? FOR UPDATE OF batch, sale'), [])
})

t.test('nothing else makes SQL from text', async (t) => {
  const unsafe = calls.filter(({ name }) => /^\$?(query|execute)Raw(Unsafe)?$/.test(name))
  t.strictSame(
    unsafe.map(({ place, name }) => `${place}: ${name}`),
    [],
  )
  const composed = calls.filter(({ name, argument }) => name === 'query' && argument !== undefined && ts.isTemplateExpression(argument))
  t.strictSame(
    composed.map(({ place }) => place),
    [],
    'text with holes is never a statement',
  )
})

// The words of the modules ------------------------------------------------------------------------------------------

/** Words that the platform has from elsewhere: every row belongs to a facility (decision 8); OAuth has clients with credentials (RFC 6749), which the API calls API clients. */
const ofThePlatform = ['facility', 'facilities', 'api-client', 'api-clients', 'client-credential', 'api-client-credential']

/** What the modules call themselves and theirs, in lower case and with hyphens: tags, first parts of scopes, tables, resources. */
async function wordsOfModules(): Promise<Set<string>> {
  const words = new Set<string>()
  const routes = Fastify()
  routes.setValidatorCompiler(() => () => true).setSerializerCompiler(() => JSON.stringify)
  routes.addHook('onRoute', ({ config }) => void words.add(config?.operation?.resource ?? ''))
  for (const file of files.filter((name) => /^src\/(?!platform|cli|demo)[^/]+\/[^/]+\/index\.ts$/.test(name))) {
    const { access, personalData = {}, routes: own = [] } = Object.values(await import(join(root, file))).find(isModule) ?? {}
    words.add(access?.tag?.name.toLowerCase() ?? '')
    for (const scope of Object.keys(access?.scopes ?? {})) words.add(scope.split(':')[0] as string)
    for (const table of Object.keys(personalData)) words.add(table.replaceAll('_', '-'))
    for (const plugin of own) await routes.register(plugin)
  }
  await routes.close()
  return new Set([...words].filter((word) => word !== '' && !ofThePlatform.includes(word)))
}
const isModule = (exported: unknown): exported is Partial<Module> => typeof exported === 'object' && exported !== null && 'access' in exported

/** Identifiers and literals of a source, in lower case and with hyphens: `batchWorker`, `batch_worker` and `BatchWorker` are `batch-worker`. */
function namesIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found.map((name) =>
    name
      .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
      .replaceAll('_', '-')
      .toLowerCase(),
  )
}

t.test('the platform names no word of a module', async (t) => {
  const words = await wordsOfModules()
  for (const word of ['inmates', 'batch-worker', 'stock', 'sale-line', 'subject-request']) t.ok(words.has(word), `${word} is looked for`)
  const named = new RegExp(`(?<![a-z])(${[...words].sort((a, b) => b.length - a.length).join('|')})(?![a-z])`, 'g')
  // Roles are offices; the audit trail says which may read it.
  const roles = new RegExp(roleNames.join('|'), 'g')
  const wordsIn = (file: string, text: string) => namesIn(file, text).flatMap((name) => name.replaceAll(roles, '').match(named) ?? [])
  for (const file of files.filter((name) => name.startsWith('src/platform/'))) t.strictSame(wordsIn(file, readFileSync(join(root, file), 'utf8')), [], file)
  t.strictSame(wordsIn('x.ts', 'const stockLevel = sql`SELECT 1 FROM batch_worker`'), ['stock', 'batch-worker'], 'it finds one in a name and in SQL')
})
