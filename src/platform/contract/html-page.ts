/** The few pages that people open in a browser: no scripts, one style, everything escaped. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Language, languageOf } from './language.ts'

/** Markup that is safe to send. */
export class Html {
  constructor(readonly text: string) {}
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

type Value = string | number | Html | readonly Html[]
const rendered = (value: Value): string => {
  if (value instanceof Html) return value.text
  return typeof value === 'object' ? value.map(({ text }) => text).join('') : escaped(String(value))
}

/** Markup with escaped values: html`<p>${anything}</p>`. */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Html =>
  new Html(strings.reduce((markup, next, at) => `${markup}${rendered(values[at - 1] ?? '')}${next}`))

/** Ink, ground, font, focus and the one green of every page. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1d1d1f, #e6e6e6); --paper: light-dark(#fff, #16181c); --faint: light-dark(#57606a, #a0a8b2);
  --line: light-dark(#d0d7de, #3a4048); --green: light-dark(#0f5c4d, #7fd6bf) }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
a { color: var(--green) } :focus-visible { outline: 3px solid var(--green); outline-offset: 2px }
h1 { line-height: 1.2 } dt { font-weight: 600 } dd { margin: 0 0 1rem } .faint { color: var(--faint) }
pre { overflow: auto; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; font-size: .875rem }
table { border-collapse: collapse; width: 100% } .wide { overflow: auto } th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
`
const styleHash = createHash('sha256').update(style).digest('base64')
/** What no page may do: lead its links elsewhere, send a form, stand in a frame. */
export const closed = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; ${closed}`

/** Whether the caller would rather have a page than JSON, as browsers say. */
export const prefersPage = (request: FastifyRequest): boolean =>
  request.headers.accept !== undefined && request.accepts().type(['application/json', 'text/html']) === 'text/html'

/** The language of an answer that is JSON or a page, and that anybody may keep for an hour. */
export function inLanguageOf(request: FastifyRequest, reply: FastifyReply): Language {
  const language = languageOf(request)
  reply.headers({ 'cache-control': 'public, max-age=3600', 'content-language': language, vary: 'Accept, Accept-Language' })
  return language
}

export const sendPage = (reply: FastifyReply, language: Language, title: string, body: Html): FastifyReply =>
  asPage(reply, String).send(pageOf(language, title, body))

/**
 * The answer as a page, written by `render` from the row that is sent. It is rendered last, after masking
 * and after its entry in the audit trail, as JSON is. A page has no schema, so that it brings its own serializer.
 */
export const asPage = <Row>(reply: FastifyReply, render: (row: Row) => string): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .serializer((row: unknown) => render(row as Row))

export function pageOf(language: Language, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · BinaKarya</title><style>${new Html(style)}</style></head>
<body><main>${body}</main></body>
</html>
`.text
}
