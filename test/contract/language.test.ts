/** English and Indonesian: nothing is left untranslated, nothing is translated in vain, and callers get what they ask for. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import ts from 'typescript'
import { inIndonesian, sentencesOf, translatedTemplates, withSentences } from '../../src/platform/contract/language.ts'
import { problemCatalogue } from '../../src/platform/contract/problems.ts'
import { allTags } from '../../src/platform/contract/tags.ts'
import { buildTestApp } from '../support/app.ts'

const { api, contract, port } = await buildTestApp(t)
const document = contract.document as unknown as Record<string, unknown>
const src = join(import.meta.dirname, '..', '..', 'src')

/** The templates of every phrase`…` in the code, with where. */
function phrasesOfTheCode(): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'))) {
    const file = ts.createSourceFile(name, readFileSync(join(src, name), 'utf8'), ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'phrase') {
        const { template } = node
        const text = ts.isNoSubstitutionTemplateLiteral(template)
          ? template.text
          : template.head.text + template.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`).join('')
        found.set(text, name)
      }
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  return found
}

const indonesian = Object.fromEntries(translatedTemplates().map((english) => [english, inIndonesian(english) ?? '']))
const phrases = phrasesOfTheCode()
const catalogue = [...problemCatalogue().values()].flatMap(({ title, cause, fix }) => [title, cause, fix])
const groups = allTags().map(({ name }) => name)
/** What descriptions and summaries of the document are made of. */
const sentences = new Set<string>()
withSentences(document, (english) => {
  for (const sentence of sentencesOf(english)) sentences.add(sentence)
  return english
})

t.test('everything that is said has its Indonesian', async (t) => {
  t.ok(phrases.size > 150, 'the code was read')
  t.strictSame(
    [...phrases].filter(([text]) => !(text in indonesian)).map(([text, name]) => `${name}: ${text}`),
    [],
    'add it to texts.id.ts of the module',
  )
  t.strictSame(
    [...catalogue, ...groups].filter((text) => !(text in indonesian)),
    [],
    'titles, causes and fixes of problems, and names of groups',
  )
  t.ok(sentences.size > 500, 'the contract was read')
  t.strictSame(
    [...sentences].filter((text) => !(text in indonesian)),
    [],
    'summaries and descriptions of the contract',
  )
})

t.test('nothing is translated in vain', async (t) => {
  const templates = Object.keys(indonesian)
  const said = (text: string) => phrases.has(text) || catalogue.includes(text) || groups.includes(text) || sentences.has(text)
  t.strictSame(
    templates.filter((text) => !said(text)),
    [],
  )
})

t.test('a translation keeps the places, the code words and differs from the English', async (t) => {
  // Words that are the same in both languages.
  const same = ['program', 'header', 'Swagger UI', 'Status HTTP.', '`{0}`: {1}.']
  for (const [english, translation] of Object.entries(indonesian)) {
    const places = (text: string) => (text.match(/\{\d\}/g) ?? []).sort()
    const words = (text: string) => (text.match(/`[^`]+`/g) ?? []).sort()
    t.strictSame(places(translation), places(english), english)
    t.strictSame(words(translation), words(english), english)
    if (!same.includes(english)) t.not(translation, english)
  }
})

t.test('a caller gets the language it prefers', async (t) => {
  const missing = (header?: string) => api.as(undefined).get('/v1/batches', header === undefined ? {} : { headers: { 'accept-language': header } })
  for (const [header, language] of [
    [undefined, 'en'],
    ['id', 'id'],
    ['id-ID,id;q=0.9,en;q=0.8', 'id'],
    ['en;q=0.5, id;q=0.6', 'id'],
    ['en, id;q=0.9', 'en'],
    ['id;q=0, *', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [';;q=x,,', 'en'],
  ] as const) {
    const { body, headers } = await missing(header)
    t.equal(headers['content-language'], language, `Accept-Language: ${header}`)
    t.match(headers.vary, 'Accept-Language')
    const sentences = {
      id: 'Kirim kunci API atau token akses: Authorization: Bearer <credential>.',
      en: 'Send an API key or an access token: Authorization: Bearer <credential>.',
    }
    t.equal(body.detail, sentences[language])
    t.equal(body.title, language === 'id' ? 'Kredensial tidak dikirim' : 'No credentials were sent')
    t.equal(body.code, 'token-missing', 'the code stays')
  }
})

t.test('violations are said in Indonesian, and never quote the value', async (t) => {
  const { body } = await api.post('/v1/batches', { body: { code: 'kecil', plannedQuantity: -1, warna: 'merah-rahasia' }, headers: { 'accept-language': 'id' } })
  const messages = (body.errors as { pointer: string; message: string }[]).map(({ pointer, message }) => `${pointer} ${message}`)
  for (const expected of ['/programId wajib diisi', '/warna tidak dikenal di sini', '/plannedQuantity paling sedikit 0.001'])
    t.ok(messages.includes(expected), expected)
  t.notMatch(JSON.stringify(body), 'merah-rahasia')
})

t.test('pages about the API answer programs and browsers in both languages', async (t) => {
  for (const path of ['/v1/problems', '/v1/problems/insufficient-stock', '/v1/glossary']) {
    for (const language of ['en', 'id']) {
      const page = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', 'accept-language': language },
      })
      t.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
      t.equal(page.headers.get('content-language'), language)
      t.match(page.headers.get('content-security-policy'), /^default-src 'none'; style-src 'sha256-/)
      t.match(await page.text(), `<html lang="${language}">`)
      const json = await api.get(path, { headers: { 'accept-language': language } })
      t.equal(json.headers['content-type'], 'application/json; charset=utf-8')
      t.equal(json.headers['content-language'], language)
    }
  }
  t.match((await api.get('/v1/problems/duplicate', { headers: { 'accept-language': 'id' } })).body.cause, 'Data lain mempunyai nilai yang sama')
  t.match((await api.get('/v1', { headers: { 'accept-language': 'id' } })).body.links, [{ title: 'Halaman ini' }])
})

t.test('the contract has an Indonesian edition that differs in words only', async (t) => {
  const read = async (query: string) => (await fetch(`http://127.0.0.1:${port}/v1/openapi.json${query}`)).json() as Promise<Record<string, unknown>>
  const [english, indonesianEdition] = [await read('?lang=en'), await read('?lang=id')]
  t.strictSame(english, await read(''))
  const withoutWords = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withoutWords)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        (name === 'description' || name === 'summary') && typeof member === 'string' ? '' : withoutWords(member),
      ]),
    )
  }
  t.strictSame(withoutWords(indonesianEdition), withoutWords(english))
  t.match(JSON.stringify(indonesianEdition), 'Daftar warga binaan')
  const refused = await fetch(`http://127.0.0.1:${port}/v1/openapi.json?lang=fr`)
  t.equal(refused.status, 400)
})
