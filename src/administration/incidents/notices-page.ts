/** The notices as a document to print; Indonesian, as they are. */
import { type Html, html, pageOf } from '../../platform/contract/html-page.ts'
import { phrase, say } from '../../platform/contract/language.ts'
import type { IncidentNotices } from './schemas.ts'

/** Paragraphs are set apart by a blank line; inside them lines stay lines. */
const letter = (text: string): Html => {
  const paragraphs = text.split('\n\n').map((paragraph) => html`<p>${paragraph.split('\n').map((line) => html`${line}<br>`)}</p>`)
  return html`<section>${paragraphs}</section>`
}

export function noticesPage({ toAuthority, toPersons }: IncidentNotices): string {
  const title = say(phrase`Notices of an incident`, 'id')
  return pageOf('id', title, html`<h1>${title}</h1>${letter(toAuthority)}<hr>${letter(toPersons)}`)
}
