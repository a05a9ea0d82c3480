/** `/docs/guides`: the guides for integrators as pages, written in Markdown in `openapi/guides`. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Marked, Renderer } from 'marked'
import { Html, html, sendPage } from './html-page.ts'
import { projectFolder } from './project-folder.ts'

const folder = join(projectFolder, 'openapi')

/** Links between files become links between pages; undefined for a file that is no page. */
function pageOf(href: string): string | undefined {
  const [, file, fragment = ''] = /^(?:\.\.\/)?([a-z-]+)\.md(#.*)?$/.exec(href) ?? []
  if (file === undefined) return /^(https?:|#)/.test(href) ? href : undefined
  return (file === 'problems' ? '/v1/problems' : `/docs/guides/${file}`) + fragment
}

const markdown = new Marked({
  renderer: {
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens)
      const page = pageOf(href)
      return page === undefined ? text : html`<a href="${page}">${new Html(text)}</a>`.text
    },
    table(token) {
      return html`<div class="wide" tabindex="0">${new Html(new Renderer().table.call(this, token))}</div>`.text
    },
    code: ({ text }) => html`<pre tabindex="0"><code>${text}</code></pre>`.text,
  },
})

export async function guideRoutes(app: FastifyInstance): Promise<void> {
  const schema = { hide: true }
  const guides = new Map<string, { title: string; text: string }>()
  for (const name of readdirSync(join(folder, 'guides')).map((file) => basename(file, '.md'))) guides.set(name, guideOf(join('guides', name)))
  for (const name of ['roles', 'personal-data']) guides.set(name, guideOf(name))

  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'public, max-age=3600'))
  app.get('/', { schema }, (_request, reply) => {
    const links = [...guides].map(([name, { title }]) => html`<li><a href="/docs/guides/${name}">${title}</a></li>`)
    return sendPage(reply, 'en', 'Guides', html`<h1>Guides</h1><ul>${links}</ul><p><a href="/docs">All operations</a></p>`)
  })
  for (const [name, { title, text }] of guides) {
    app.get(`/${name}`, { schema }, (_request, reply) =>
      sendPage(reply, 'en', title, html`<p><a href="/docs/guides">Guides</a></p>${new Html(markdown.parse(text, { async: false }))}`),
    )
  }
}

function guideOf(name: string): { title: string; text: string } {
  const text = readFileSync(join(folder, `${name}.md`), 'utf8')
  return { title: text.slice('# '.length, text.indexOf('\n')), text }
}
