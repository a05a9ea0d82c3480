import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = join(import.meta.dirname, '..', '..')

/** What these hold is hundreds of small modules, of which a process would ask the loaders of tap one by one. */
const taken = /^(typebox|jose|@fastify\/type-provider-typebox)(\/|$)/

const ours: Plugin = {
  name: 'ours',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[^./]/ }, ({ path }) => {
      if (taken.test(path)) return undefined
      return { path: path.startsWith('node:') ? path : import.meta.resolve(path), external: true }
    })
    // Each module still says where it is written.
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      const placed = source
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      return { loader: 'ts', contents: placed }
    })
  },
}

const namesIn = (folder: string, recursive: boolean) => readdirSync(join(root, folder), { recursive, encoding: 'utf8' }).map((name) => join(root, folder, name))

/** Makes few big modules of the test files, the programs and all that they use, once for a run: each of them then starts in a third of the processor time. */
export async function bundle(folder: string): Promise<void> {
  const tests = namesIn('test', true).filter((name) => name.endsWith('.test.ts'))
  const programs = namesIn('src/cli', false).filter((name) => name.endsWith('.ts'))
  await build({
    entryPoints: [...tests, ...programs, join(root, 'src', 'main.ts')],
    outbase: root,
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
    plugins: [ours],
  })
}
