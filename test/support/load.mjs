/**
 * How a process of tap reads TypeScript: a test file as bundle.ts has made it of all it needs, anything else by tsx.
 * Plain JavaScript, since nothing reads TypeScript before it.
 */
import { existsSync } from 'node:fs'
import { register } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isMainThread } from 'node:worker_threads'

const root = join(import.meta.dirname, '..', '..')

// Node asks hooks in a thread of their own, which loads this file as well.
if (isMainThread) {
  const file = resolve(process.argv[1])
  // `bundleFolder` of run.ts.
  const bundled = join(tmpdir(), `binakarya-test-${process.ppid}`, 'bundle', relative(root, file).replace(/ts$/, 'mjs'))
  if (existsSync(bundled)) register(import.meta.url, { data: { file: pathToFileURL(file).href, bundled: pathToFileURL(bundled).href } })
  else await import('tsx/esm')
}

let known
export const initialize = (data) => {
  known = data
}

export const load = (url, context, next) =>
  url === known.file ? { format: 'module', shortCircuit: true, source: `import ${JSON.stringify(known.bundled)}` } : next(url, context)
