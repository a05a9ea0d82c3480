import { type Static, Type } from 'typebox'
import { protections } from '../../custody/protected-persons/index.ts'
import { anyOf, archivedFilter, pageQuery } from '../../platform/contract/list-shapes.ts'
import { phoneNumber } from '../../platform/contract/phone.ts'
import {
  archived,
  digits,
  erasedAt,
  Id,
  idOf,
  longText,
  maybes,
  nullables,
  object,
  openWords,
  optionals,
  patch,
  patterned,
  regionCode,
  retentionHold,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'
import { defineForm, digitsForm, inForm } from '../../platform/contract/text-forms.ts'
import { defineMask, initialsOf, personal } from '../../platform/security/data-classes.ts'

const facilityId = idOf('The facility that sells to this buyer: one in service.', 'facility')
const type = openWords(['INDIVIDUAL', 'BUSINESS', 'GOVERNMENT', 'COOPERATIVE', 'EMPLOYEE', 'PUBLIC_EVENT'], 'Kind of buyer (jenis pembeli).')
const identity = { class: 'identity', scope: 'buyers:read:identity' } as const
const contact = { class: 'contact', scope: 'buyers:read:contact' } as const
const name = 'Name of the person or organisation. Organisations, and persons who consent, are shown to everybody.'
const isPerson = ({ type }: Record<string, unknown>): boolean => type === 'INDIVIDUAL' || type === 'EMPLOYEE'
/** Whoever may write buyers could make an organisation of a person, or consent in its name. */
const write = 'buyers:write'
/** An organisation has a public name, and so has a person who agreed to be named. */
const nameMask = defineMask('buyerName', {
  usual: (value, row) => (row.consentPublicName === true || !isPerson(row) ? value : initialsOf(value)),
  firm: initialsOf,
  unlessScope: write,
})
/** What is public of an organisation leads to a person. */
const ofPerson = defineMask('ofPerson', { usual: (value, row) => (isPerson(row) ? null : value), firm: () => null, unlessScope: write })
const districtLength = '33.04.06'.length
/** Few persons buy from one village. */
const district = defineMask('district', {
  usual: (value, row) => (isPerson(row) ? value.slice(0, districtLength) : value),
  firm: (value) => value.slice(0, districtLength),
  unlessScope: write,
})
const required = { type, name: personal(text(200, name), { ...identity, mask: nameMask }) }
/** The number of an organisation is a 0 before the 15 digits of before 2022. Source: PMK 112/PMK.03/2022, as reported. */
const npwpForm = defineForm('npwp', (text) => inForm(digitsForm, text).replace(/^\d{15}$/, '0$&'))
const npwpText = 'Taxpayer number (NPWP): 16 digits; one of 15 digits is kept with a 0 before it. Unique per facility.'
const newNpwp = personal(patterned(16, '^[0-9]{15,16}$', npwpText, { form: npwpForm }), { ...identity, mask: 'digits' })
const npwp = personal(patterned(16, '^[0-9*]{15,16}$', npwpText, { form: npwpForm }), {
  ...identity,
  mask: 'digits',
  encrypted: 'buyer.npwp',
})
const optional = {
  businessField: personal(text(100, 'What the buyer does, e.g. `penjual ikan asin`.'), { ...contact, mask: ofPerson }),
  phone: personal(phoneNumber('Phone number (E.164); one without a country is Indonesian.'), { ...contact, mask: 'absent' }),
  regionCode: personal(regionCode('Region the buyer lives or works in (Kemendagri), e.g. `33.04.06`; of a person masked to the district.'), {
    ...contact,
    mask: district,
  }),
  address: personal(longText(300, 'Address.'), { ...contact, mask: 'absent' }),
  nib: personal(digits(13, 'Business number (NIB), 13 digits; that of an organisation is public.'), { ...identity, mask: ofPerson }),
}
const withDefault = {
  consentPublicName: Type.Boolean({
    default: false,
    description: 'Whether the buyer agreed to be named in public; its consents say since when and on what evidence.',
  }),
  active: Type.Boolean({ default: true, description: 'Whether new sales can be made to this buyer.' }),
}

export const Buyer = object('Buyer', {
  id: Id,
  facilityId,
  ...required,
  ...nullables({ ...optional, npwp }),
  ...withDefault,
  protections,
  archived,
  retentionHold,
  erasedAt,
  ...stamps,
})
export type Buyer = Static<typeof Buyer>

export const NewBuyer = object('NewBuyer', { facilityId, ...required, ...maybes({ ...optional, npwp: newNpwp }), ...optionals(withDefault) })
export type NewBuyer = Static<typeof NewBuyer>

export const BuyerPatch = patch('BuyerPatch', { ...required, ...nullables({ ...optional, npwp: newNpwp }), ...withDefault, archived, retentionHold })
export type BuyerPatch = Static<typeof BuyerPatch>

export const BuyerQuery = pageQuery(Buyer, ['updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  type: anyOf(type),
  regionCode: Type.Optional(regionCode('Buyers in this region or a part of it.')),
  active: Type.Optional(Type.Boolean({ description: 'Only those who can, or cannot, be sold to.' })),
  archived: archivedFilter,
})

/** A name is personal data and stays out of URLs. */
export const BuyerSearch = object('BuyerSearch', {
  name: personal(text(100, 'Text anywhere in the name; case, accents and apostrophes make no difference.'), { ...identity, mask: nameMask }),
  facilityId: Type.Optional(facilityId),
  limit: Type.Optional(Type.Integer({ format: 'int32', minimum: 1, maximum: 200, description: 'Rows per page; 25 unless given.' })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 2000, pattern: '^[A-Za-z0-9_-]+$', description: '`next` of the page before.' })),
})
