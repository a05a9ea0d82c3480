import { type Static, Type } from 'typebox'
import { anyOf, archivedFilter, pageQuery } from '../../platform/contract/list-shapes.ts'
import { archived, digits, Id, idOf, maybes, nullables, object, optionals, patch, stamps, text } from '../../platform/contract/shapes.ts'
import { personal } from '../../platform/security/data-classes.ts'
import { protections } from '../protected-persons/index.ts'

const facilityId = idOf('The facility (UPT) the officer serves at: one in service.', 'facility')
const identity = { class: 'identity', scope: 'officers:read:identity' } as const
const required = {
  name: personal(text(200, 'Full name.'), { ...identity, mask: 'initials' }),
  position: text(100, 'Position (jabatan), e.g. `Kasubsi Kegiatan Kerja`.'),
}
const optional = {
  nip: personal(digits(18, 'Civil servant number (NIP), 18 digits; unique per facility.'), {
    ...identity,
    mask: 'absent',
  }),
}
const withDefault = { active: Type.Boolean({ default: true, description: 'Whether the officer is in service here.' }) }

export const Officer = object('Officer', { id: Id, facilityId, ...required, ...nullables(optional), ...withDefault, protections, archived, ...stamps })
export type Officer = Static<typeof Officer>

export const NewOfficer = object('NewOfficer', { facilityId, ...required, ...maybes(optional), ...optionals(withDefault) })
export type NewOfficer = Static<typeof NewOfficer>

export const OfficerPatch = patch('OfficerPatch', { ...required, ...nullables(optional), ...withDefault, archived })
export type OfficerPatch = Static<typeof OfficerPatch>

// Neither name nor NIP: a filter stands in the URL, and so does a cursor, which holds the values of its sort.
export const OfficerQuery = pageQuery(Officer, ['updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  active: Type.Optional(Type.Boolean({ description: 'Only officers in service, or only the others.' })),
  archived: archivedFilter,
})
