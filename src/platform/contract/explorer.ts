/** The explorer at /docs: Swagger UI inside a page, a theme and words of our own, which are in the folder `explorer` beside this file. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { explorerPage } from './explorer/page.ts'
import { closed } from './html-page.ts'
import { projectFolder } from './project-folder.ts'

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const ownFolder = join(projectFolder, 'src', 'platform', 'contract', 'explorer')
// swagger-ui-dist itself brings a package that reports installations to a stranger; this one repacks its files without that.
const swaggerUi = ['swagger-ui-bundle.js', 'swagger-ui.css'].map((name) => createRequire(import.meta.url).resolve(`@fastify/swagger-ui/static/${name}`))

/** Scripts come from this server only, and nothing is asked of any other. Swagger UI sets styles on elements. */
const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; ${closed}`

/**
 * Register with the prefix under which the page is found; its own links say `/docs`.
 * @param demoKey a key to made-up data that anybody who opens the page may use
 */
export async function explorer(app: FastifyInstance, { demoKey }: { demoKey: string | undefined }): Promise<void> {
  const own = readdirSync(ownFolder).filter((name) => extname(name) in types)
  const files = new Map([...own.map((name) => join(ownFolder, name)), ...swaggerUi].map((path) => [basename(path), readFileSync(path)]))
  const compressed = new Map<string, Buffer>()
  // One name for all of them: they import each other by relative paths, and change together.
  const version = [...files.values()]
    .reduce((hash, content) => hash.update(content), createHash('sha256'))
    .digest('hex')
    .slice(0, 16)

  app.addHook('onRequest', async (_request, reply) => void reply.header('content-security-policy', policy))
  const schema = { hide: true }
  app.get<{ Querystring: { lang?: string } }>('/', { schema }, ({ query }, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(explorerPage(query.lang === 'id' ? 'id' : 'en', `/docs/${version}`, demoKey !== undefined)),
  )
  app.get<{ Params: { name: string } }>(`/${version}/:name`, { schema }, (request, reply) => {
    const { name } = request.params
    const content = files.get(name)
    if (content === undefined) return reply.callNotFound()
    const etag = `"${version}"`
    reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', etag, vary: 'Accept-Encoding' })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    reply.type(`${types[extname(name)]}; charset=utf-8`)
    if (request.accepts().encoding(['gzip', 'identity']) !== 'gzip') return reply.send(content)
    if (!compressed.has(name)) compressed.set(name, gzipSync(content))
    return reply.header('content-encoding', 'gzip').send(compressed.get(name))
  })
  // Asked for by the page and never part of it: what may be a secret is not in a file, nor kept by a cache.
  app.get('/demo.json', { schema }, (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(demoKey === undefined ? {} : { key: demoKey })),
  )
}
