import { type Static, Type } from 'typebox'
import { protections } from '../../custody/protected-persons/index.ts'
import { pageQuery } from '../../platform/contract/list-shapes.ts'
import { closed, day, Id, idOf, longText, nullable, nullables, object, oneOf, openWords, recordStamps } from '../../platform/contract/shapes.ts'
import { personal } from '../../platform/security/data-classes.ts'

const decision = {
  purpose: openWords(['PUBLIC_NAME'], 'What for: to be named in public, as `consentPublicName` of the buyer says.'),
  given: Type.Boolean({ description: 'Whether it was given; false where it was withdrawn (dicabut).' }),
}
const decidedBy = oneOf(['SELF', 'LAWYER', 'GUARDIAN', 'FAMILY'], 'Who decided: the person itself, counsel, guardian (wali, for a child) or family. No name.')
const evidence = personal(longText(500, 'What proves it (bukti), e.g. number and day of the form.'), { class: 'profile', mask: 'absent' })
const decidedOn = day('The day it was given or withdrawn; today unless given, and never later.')

export const BuyerConsent = object('BuyerConsent', {
  id: Id,
  buyerId: idOf('The buyer.'),
  facilityId: idOf('The facility of the buyer.'),
  ...decision,
  decidedOn,
  ...nullables({
    decidedBy,
    evidence,
    until: day('The day of the entry that took its place; null while it stands.'),
  }),
  protections,
  ...recordStamps,
})
export type BuyerConsent = Static<typeof BuyerConsent>

export const NewBuyerConsent = object('NewBuyerConsent', { ...decision, decidedBy, evidence, decidedOn: Type.Optional(nullable(decidedOn)) })
export type NewBuyerConsent = Static<typeof NewBuyerConsent>

export const ByConsent = closed({ id: Id, consentId: idOf('The entry.') })

export const BuyerConsentQuery = pageQuery(BuyerConsent, ['decidedOn', 'id'], {})
export type BuyerConsentQuery = Static<typeof BuyerConsentQuery>
