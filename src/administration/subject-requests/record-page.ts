/** The record as a document that a person can read: every member with what it means, in the words of the contract. */
import type { TSchema } from 'typebox'
import { type Html, html, pageOf } from '../../platform/contract/html-page.ts'
import { type Language, meaningOf, phrase, say, type Text, translated } from '../../platform/contract/language.ts'
import { recordParts, type SubjectRecord } from './record-schemas.ts'

type Row = Record<string, unknown>

/** The parts of the record in the order of the document. */
const headings: readonly [keyof typeof recordParts, Text][] = [
  ['inmate', phrase`You as an inmate`],
  ['registrations', phrase`Register books`],
  ['custodyChanges', phrase`What happened to your custody`],
  ['enrollments', phrase`Programs and decisions`],
  ['work', phrase`Work on batches`],
  ['workLogs', phrase`Days at work`],
  ['buyer', phrase`You as a buyer`],
  ['consents', phrase`What you agreed to`],
  ['officer', phrase`You as an officer`],
  ['duties', phrase`What you answer for or have signed`],
  ['sales', phrase`What you bought`],
  ['payments', phrase`What you paid`],
  ['formerValues', phrase`What was changed, and what it was before`],
  ['requests', phrase`Your requests`],
  ['otherRecords', phrase`Other records about you`],
  ['trail', phrase`Who read or changed it`],
]

/** A value in one line. What is inside it is named, and ids of rows inside rows are left to the JSON. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(shown).join('; ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${shown(inner)}`)
      .join(', ')
  return String(value)
}

function list(row: Row, properties: Record<string, TSchema>, language: Language): Html {
  const members = Object.entries(properties).map(([name, schema]) => {
    const meaning = meaningOf((schema as { description?: string }).description ?? '')
    return html`<tr><th scope="row">${name}</th><td>${shown(row[name])}<br><span class="faint">${translated(meaning, language)}</span></td></tr>`
  })
  return html`<table><tbody>${members}</tbody></table>`
}

function table(rows: readonly Row[], properties: Record<string, TSchema>): Html {
  const names = Object.keys(properties)
  const head = names.map((name) => html`<th scope="col">${name}</th>`)
  const body = rows.map((row) => html`<tr>${names.map((name) => html`<td>${shown(row[name])}</td>`)}</tr>`)
  return html`<div class="wide" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}

export function recordPage(record: SubjectRecord, language: Language): string {
  const sections = headings.flatMap(([name, heading]) => {
    const { properties } = recordParts[name]
    const value = record[name] as unknown as Row | Row[] | null
    if (value === null || (Array.isArray(value) && value.length === 0)) return []
    // Few rows are listed member by member, with what each means; many stand in a table.
    const body = !Array.isArray(value)
      ? list(value, properties, language)
      : name === 'trail' || name === 'formerValues'
        ? table(value, properties)
        : html`${value.map((row) => list(row, properties, language))}`
    return [html`<section><h2>${say(heading, language)}</h2>${body}</section>`]
  })
  const title = say(phrase`What is held about you`, language)
  const about = say(phrase`Put together for the person it is about (UU PDP 27/2022, article 32). Names of other persons are left out.`, language)
  const cut = record.trailIsWhole ? '' : say(phrase`There is more of the trail than this document holds; ask the operator for the rest.`, language)
  return pageOf(language, title, html`<h1>${title}</h1><p>${about}</p><p class="faint">${record.facilityName} · ${record.madeAt}</p>${sections}<p>${cut}</p>`)
}
