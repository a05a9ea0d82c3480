/** What the documents say of the repository: their links lead somewhere, and the page of settings knows every setting. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { ConfigSchema } from '../../src/config.ts'

const root = join(import.meta.dirname, '..', '..')
const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))

t.test('every link inside the repository leads to a file', async (t) => {
  const pages = ['.', '.github', 'src', 'src/decisions', 'bench', 'openapi', 'openapi/guides'].flatMap(markdownIn)
  for (const page of pages) {
    const links = [
      ...readFileSync(join(root, page), 'utf8')
        .replaceAll(/`[^`\n]*`/g, '')
        .matchAll(/\]\(([^)\s#]+)[^)]*\)/g),
    ].map(([, link = '']) => link)
    for (const link of links.filter((one) => !/^(https?|mailto):/.test(one))) t.ok(existsSync(join(root, dirname(page), link)), `${page}: ${link}`)
  }
})

t.test('the page of settings names every setting, and no other', async (t) => {
  const rows = readFileSync(join(root, '.github', 'SETTINGS.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name))
  t.strictSame(named.sort(), Object.keys(ConfigSchema.properties).sort())
})

t.test('.env.example has every setting with its default, and no other', async (t) => {
  const lines = [...readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value])
  const settings = Object.entries(ConfigSchema.properties).map(([name, schema]) => [name, 'default' in schema ? String(schema.default) : ''])
  t.strictSame(lines, settings)
})

t.test('every decision is listed, and has its five parts', async (t) => {
  const list = readFileSync(join(root, 'src', 'decisions', 'README.md'), 'utf8')
  for (const page of markdownIn('src/decisions').filter((name) => !name.endsWith('README.md'))) {
    t.match(list, page.split('/').at(-1) ?? '')
    const text = readFileSync(join(root, page), 'utf8')
    t.strictSame(
      [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title),
      ['Context', 'Decision', 'Figures', 'Consequences'],
      page,
    )
    t.match(text, /^# \d+\. .+\n\n20\d\d-\d\d-\d\d, (in force|replaced)/, page)
  }
})
