/** What integrators build with: the typed client writes the story; clients of other languages and the collections are generated and work. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import postman from 'postman-collection'
import runtime from 'postman-runtime'
import t from 'tap'
import ts from 'typescript'
// The program of an integrator is no part of the tests, and loaded as it is written.
import 'tsx/esm'
import { buildTestApp } from '../support/app.ts'
import { command, has } from '../support/command.ts'
import { idOf } from '../support/make.ts'

const root = join(import.meta.dirname, '..', '..')
const { contract, port, make, makeClient } = await buildTestApp(t)
const base = `http://127.0.0.1:${port}`
const modules = createRequire(import.meta.url)
const { Language, Parser }: typeof import('@vscode/tree-sitter-wasm') = modules('@vscode/tree-sitter-wasm')

t.test('the types are generated from the document', async (t) => {
  const cli = join(root, 'node_modules/openapi-typescript/bin/cli.js')
  const args = [join(root, 'openapi/openapi.json'), '--default-non-nullable', 'false', '--output', join(root, 'openapi/client.d.ts')]
  const { code, all } = await command(process.execPath, [cli, ...args])
  t.equal(code, 0, all)
})

const story = join(root, 'openapi', 'clients', 'story.ts')
t.test('an integrator’s program compiles under strict, without a cast', async (t) => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'openapi/clients/tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  t.equal(config?.options.strict, true)
  const program = ts.createProgram([story], config?.options ?? {})
  const host: ts.FormatDiagnosticsHost = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }
  t.equal(ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host), '')
  const loose: string[] = []
  const look = (node: ts.Node): void => {
    if (ts.isAsExpression(node) || ts.isNonNullExpression(node) || node.kind === ts.SyntaxKind.AnyKeyword) loose.push(node.getText())
    ts.forEachChild(node, look)
  }
  look(program.getSourceFile(story) as ts.SourceFile)
  t.same(loose, [], 'no cast, no any')
})

/** What the compiler says of a program that lies in `openapi/`. */
function findingsIn(source: string): string {
  const file = join(root, 'openapi', 'program.ts')
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'openapi/clients/tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  const host = ts.createCompilerHost(config?.options ?? {})
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, ...more) => (name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.Latest) : getSourceFile(name, ...more))
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(ts.createProgram([file], config?.options ?? {}, host)), host)
}

t.test('a client accepts an unknown word of an open list, and refuses one of a closed list', async (t) => {
  const using = (code: string) => findingsIn(`import type { components } from './client.d.ts'\nexport const word: components['schemas']${code}\n`)
  t.equal(using("['Product']['unit'] = 'LEMBAR'"), '', 'a unit of tomorrow')
  t.equal(using("['Sale']['status'] = 'DRAFT'"), '', 'a state of today')
  t.match(using("['Sale']['status'] = 'SHIPPED'"), /SHIPPED/, 'a state that there is not')
})

t.test('the integrator’s program writes the story of Rutan Banjarnegara', async (t) => {
  // Reached by a name that the compiler does not follow: while the document changes, the types of tests must not depend on its types.
  const { tellTypedStory } = await import(pathToFileURL(story).href)
  t.match(await tellTypedStory(base, await makeClient()), {
    batch: { code: 'BJN-BSK-2509-01', status: 'COMPLETED', produced: 1600, sold: 1600, onHand: 0, workerCount: 6 },
    sale: { status: 'COMPLETED', total: 200_000, paid: 200_000, paymentStatus: 'PAID' },
    payment: { amount: 200_000 },
    refusal: { code: 'insufficient-stock', facts: { shortages: [{ onHand: 0, requested: 1 }] } },
    refusalStatus: 409,
    codes: ['BJN-BSK-2509-01'],
    workers: 6,
  })
})

t.test('clients of other languages', async (t) => {
  const folder = t.testdir()
  const { code, all } = await command(process.execPath, [join(root, 'openapi/clients/generate.mjs'), folder])
  t.equal(code, 0, all)
  const languages = [
    { name: 'python', file: 'binakarya.py', method: (id: string) => `def ${id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}(` },
    { name: 'java', file: 'Binakarya.java', method: (id: string) => ` ${id}(` },
    { name: 'go', file: 'binakarya.go', method: (id: string) => `) ${id[0]?.toUpperCase()}${id.slice(1)}(` },
    { name: 'php', file: 'binakarya.php', method: (id: string) => `function ${id}(` },
  ]
  await Parser.init()
  const grammars = dirname(modules.resolve('@vscode/tree-sitter-wasm'))
  for (const { name, file, method } of languages) {
    await t.test(`${name} parses and has every operation`, async (t) => {
      const text = readFileSync(join(folder, file), 'utf8')
      const parser = new Parser()
      parser.setLanguage(await Language.load(join(grammars, `tree-sitter-${name}.wasm`)))
      t.equal(parser.parse(text)?.rootNode.hasError, false)
      t.same(
        contract.operations.map(({ id }) => id).filter((id) => !text.includes(method(id))),
        [],
      )
    })
  }

  await t.test('python compiles', { skip: !(await has('python3', '--version')) && 'no python3 here' }, async (t) => {
    const { code, all } = await command('python3', ['-m', 'py_compile', join(folder, 'binakarya.py')])
    t.equal(code, 0, all)
  })

  const guide = readFileSync(join(root, 'openapi', 'guides', 'generated-clients.md'), 'utf8')
  const program = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(guide)?.[1] ?? ''
  const python = (await has('python3', '-c', 'import httpx')) ? 'python3' : '/usr/bin/python3'
  const programs = [
    { language: 'ts', file: 'change.ts', needs: [process.execPath, '--version'], run: `'${process.execPath}' --import=tsx/esm change.ts` },
    { language: 'python', file: 'change.py', needs: [python, '-c', 'import httpx'], run: `${python} change.py` },
    { language: 'php', file: 'change.php', needs: ['php', '-r', 'curl_init();'], run: 'php change.php' },
    { language: 'go', file: 'change.go', needs: ['go', 'version'], run: 'go run change.go' },
    { language: 'java', file: 'Change.java', needs: ['javac', '-version'], run: 'javac -proc:none -d classes *.java && java -cp classes Change' },
  ]
  t.equal(findingsIn(program('ts')), '', 'the program in TypeScript compiles')
  mkdirSync(join(folder, 'client'))
  copyFileSync(join(folder, 'binakarya.go'), join(folder, 'client', 'binakarya.go'))
  writeFileSync(join(folder, 'go.mod'), 'module binakarya\n\ngo 1.18\n')
  for (const { language, file, needs, run } of programs) {
    const [needed = '', ...args] = needs
    await t.test(
      `the guide’s program in ${language} changes a row and clears a member`,
      { skip: !(await has(needed, ...args)) && `no ${needed} here` },
      async (t) => {
        writeFileSync(join(folder, file), program(language))
        const { id } = await make.buyer(idOf(await make.facility()), { regionCode: '33.04.06' })
        const environment = { API: base, KEY: await makeClient(), BUYER: String(id) }
        const { output, all } = await command('sh', ['-c', `cd '${folder}' && ${run}`], environment, 600_000)
        t.equal(output, 'penjual tempe \n', all)
      },
    )
  }

  // Postman's own model reads them; what is not of the format is dropped there, and so would be missed below.
  const collectionOf = (name: string) => new postman.Collection(JSON.parse(readFileSync(join(folder, `${name}.postman_collection.json`), 'utf8')))

  await t.test('the collection has every operation, in the folders of the tags, with the body of its example', async (t) => {
    const collection = collectionOf('binakarya')
    const found = new Map<string, unknown>()
    collection.forEachItem(({ request }) => {
      const path = request.url.getPath({ unresolved: true }).replace(/:([A-Za-z]+)/g, '{$1}')
      found.set(`${request.method} ${path}`, request.body?.mode === 'raw' ? JSON.parse(String(request.body.raw)) : undefined)
    })
    t.same([...found.keys()].sort(), contract.operations.map(({ method, path }) => `${method} ${path}`).sort())
    t.same(collection.items.map(({ name }) => name).sort(), contract.document.tags.map(({ name }) => name).sort())
    t.equal(collection.variables.get('baseUrl'), 'http://127.0.0.1:3000')
    for (const { id, method, path, object } of contract.operations) {
      const { example } = object.requestBody?.content?.['application/json'] ?? {}
      if (example !== undefined) t.same(found.get(`${method} ${path}`), example, id)
    }
  })

  await t.test('the collection of the tutorials runs in order, with the ids that were answered', async (t) => {
    const collection = collectionOf('tutorials')
    collection.variables.one('baseUrl').set(base)
    collection.variables.one('bearerToken').set(await makeClient())
    const walked: string[] = []
    await new Promise<void>((resolve, reject) => {
      new runtime.Runner().run(collection, { stopOnFailure: true }, (error, run) => {
        if (error !== null) return reject(error)
        run.start({
          assertion: (_, assertions) => {
            for (const { name, error } of assertions) t.equal(error?.message, undefined, `${walked.at(-1)}: ${name}`)
          },
          exception: (_, error) => reject(error),
          request: (_error, _cursor, _response, _request, { name }) => void walked.push(name),
          done: (error) => (error === null ? resolve() : reject(error)),
        })
      })
    })
    const steps: string[] = []
    collection.forEachItem(({ name }) => void steps.push(name))
    t.same(walked, steps)
  })
})
