/**
 * What people take for the same text is the same text: a member says in `x-form` the form that its text is brought to before it is
 * checked, compared or kept (platform/http/validation.ts does it, for bodies and queries alike).
 */

/** The keyword that names the form of a text. */
export const formKeyword = 'x-form'

type Bring = (text: string) => string
declare const isForm: unique symbol
export type Form = string & { readonly [isForm]: true }

const forms = new Map<string, Bring>()

/** A form of a module's own, by a name that stands in the contract. */
export function defineForm(name: string, bring: Bring): Form {
  if (forms.has(name)) throw new Error(`Two forms are called ${name}.`)
  forms.set(name, bring)
  return name as Form
}

/** The form that a schema names. */
export const formOf = (schema: object): Form | undefined => (schema as { [formKeyword]?: Form })[formKeyword]

/** The text in its form. */
export const inForm = (form: Form, text: string): string => (forms.get(form) as Bring)(text)

// Nearly all text there is: visible ASCII with single blanks inside.
const plainLine = /^[!-~]+( [!-~]+)*$/
const plainCode = /^[!-~]+$/
const invisible = /\p{Default_Ignorable_Code_Point}+/gu
const lineBreak = /\r\n?|[\u2028\u2029]/g
const oddBlank = /[\p{Zs}\u2800]/gu
const blanks = /[\p{Z}\u2800]+/gu

/** NFC (UAX #15), without what cannot be seen, with single plain blanks inside and none at the ends. */
const line = (text: string): string => (plainLine.test(text) ? text : text.replace(invisible, '').replace(blanks, ' ').replace(/^ | $/g, '').normalize('NFC'))

export const lineForm = defineForm('line', line)
/** The same for text of several lines, which keeps the blanks that it is indented by. */
export const linesForm = defineForm('lines', (text) => text.replace(invisible, '').replace(lineBreak, '\n').replace(oddBlank, ' ').trim().normalize('NFC'))
/** A code, which has no blanks and but one kind of hyphen. */
export const codeForm = defineForm('code', (text) =>
  plainCode.test(text)
    ? text
    : line(text)
        .replaceAll(' ', '')
        .replace(/[\u2010-\u2015\u2212]/g, '-'),
)
/** An identifier, which the database shows in lower case however it was sent. */
export const idForm = defineForm('id', (text) => text.toLowerCase())
/** A number that is read in groups, `19800101 200501 1 001`: its digits. What holds anything else stays, to be refused. */
export const digitsForm = defineForm('digits', (text) => {
  const digits = line(text).replace(/[ .-]/g, '')
  return /^\d+$/.test(digits) ? digits : line(text)
})
/** A Kemendagri region code, which others write without its dots: `330406`. */
export const regionForm = defineForm('region', (text) => {
  const digits = line(text)
  const parts = /^(\d\d)(\d\d)?(\d\d)?(\d{4})?$/.exec(digits)
  return parts === null
    ? digits
    : parts
        .slice(1)
        .filter((part) => part !== undefined)
        .join('.')
})
