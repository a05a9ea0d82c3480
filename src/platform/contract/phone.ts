import { createRequire } from 'node:module'
import { patterned } from './shapes.ts'
import { defineForm } from './text-forms.ts'

const require = createRequire(import.meta.url)

// Loaded with the first number: most starts need none, and it takes longer than a module of ours.
let library: typeof import('libphonenumber-js/min') | undefined

/** E.164; a number without a country is Indonesian. What cannot be a number stays, to be refused. */
const phoneForm = defineForm('phone', (text) => {
  library ??= require('libphonenumber-js/min') as typeof import('libphonenumber-js/min')
  const number = library.parsePhoneNumberFromString(text.replace(/^\s*00/, '+'), 'ID')
  return number?.isPossible() && number.ext === undefined ? number.number : text
})

/** A phone number as people write it: `0812-3456-7890` is kept and shown as `+6281234567890`. */
export const phoneNumber = (description: string) => patterned(16, '^\\+[1-9][0-9]{6,14}$', description, { form: phoneForm })
