/** What machines look for at well-known places: the catalogue of APIs (RFC 9727), the contact for security (RFC 9116), links (RFC 8631). */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { prefersPage } from './html-page.ts'

/** Who runs a server. */
export interface Operator {
  url: string
  email: string
  terms: string
}
/** Placeholders: names under `.example` belong to nobody (RFC 2606). */
export const nobody: Operator = { url: 'https://binakarya.example/', email: 'contact@binakarya.example', terms: 'https://binakarya.example/terms' }

const descriptions = [
  { rel: 'service-desc', href: '/v1/openapi.json', type: 'application/json' },
  { rel: 'service-doc', href: '/docs', type: 'text/html' },
  { rel: 'status', href: '/health/ready', type: 'application/json' },
]
/** Sent with what is read first. */
export const discoveryLinks = descriptions.map(({ rel, href, type }) => `<${href}>; rel="${rel}"; type="${type}"`).join(', ')

const catalogue = JSON.stringify({
  linkset: [
    {
      anchor: '/v1',
      'service-desc': [
        { href: '/v1/openapi.json', type: 'application/json' },
        { href: '/v1/openapi.yaml', type: 'application/yaml' },
      ],
      'service-doc': [{ href: '/docs', type: 'text/html' }],
      'service-meta': [{ href: '/v1/glossary', type: 'text/html' }],
      status: [{ href: '/health/ready', type: 'application/json' }],
    },
  ],
})

/** RFC 9116 wants an expiry, at best less than a year ahead. */
const yearMs = 365 * 86_400_000

export const discovery = fp(async (app: FastifyInstance, { operator }: { operator: Operator }) => {
  const cacheable = { 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
  const hidden = { schema: { hide: true } }
  // Whoever types the bare address is shown the way: people to the explorer, programs to the links.
  for (const path of ['/', '/v1/']) app.get(path, hidden, (request, reply) => reply.header('vary', 'Accept').redirect(prefersPage(request) ? '/docs' : '/v1'))
  app.get('/.well-known/api-catalog', hidden, (_request, reply) =>
    reply
      .headers({ ...cacheable, link: '</.well-known/api-catalog>; rel="api-catalog"' })
      .type('application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"')
      .send(catalogue),
  )
  app.get('/.well-known/security.txt', hidden, (_request, reply) => {
    const expires = new Date(Math.floor((Date.now() + yearMs) / 86_400_000) * 86_400_000 - 86_400_000).toISOString()
    const lines = [`Contact: mailto:${operator.email}`, `Contact: ${operator.url}`, `Expires: ${expires}`, 'Preferred-Languages: id, en']
    return reply
      .headers(cacheable)
      .type('text/plain; charset=utf-8')
      .send(`${lines.join('\n')}\n`)
  })
})
