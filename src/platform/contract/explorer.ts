/** The explorer at /docs: Swagger UI inside a page, a theme and words of our own, which are in the folder `explorer` beside this file. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { projectFolder } from './project-folder.ts'

const pageFolder = join(projectFolder, 'src', 'platform', 'contract', 'explorer')
// swagger-ui-dist itself brings a package that reports installations to a stranger; this one repacks its files without that.
const swaggerUiFolder = dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/static/swagger-ui-bundle.js'))

/** Scripts come from this server only, and nothing is asked of any other. Swagger UI sets styles on elements. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface ExplorerOptions {
  /** A key to made-up data that anybody who opens the page may use. */
  demoKey?: string | undefined
}

/** Register with the prefix under which the page is found; its own links say `/docs`. */
export async function explorer(app: FastifyInstance, { demoKey }: ExplorerOptions): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy)
  })
  await app.register(fastifyStatic, { root: pageFolder, wildcard: false, index: false })
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'))
  for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css'])
    app.get(`/${name}`, { schema: { hide: true } }, (_request, reply) => reply.sendFile(name, swaggerUiFolder))
  // Asked for by the page and never part of it: what may be a secret is not in a file, nor kept by a cache.
  app.get('/demo.json', { schema: { hide: true } }, (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(demoKey === undefined ? {} : { key: demoKey })),
  )
}
