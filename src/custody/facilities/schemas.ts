import { type Static, Type } from 'typebox'
import { anyOf, archivedFilter, pageQuery, searchText } from '../../platform/contract/list-shapes.ts'
import {
  archived,
  code,
  digits,
  Id,
  idOf,
  maybes,
  nullables,
  object,
  oneOf,
  optionals,
  patch,
  regionCode,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'

const type = oneOf(['KANWIL', 'RUTAN', 'LAPAS', 'LAPAS_PEREMPUAN', 'LPKA', 'LPAS', 'BAPAS'], 'Kind of unit. A KANWIL is the regional office above the others.')

const required = {
  code: code('Code that is unique in the country, e.g. `RUTAN-BANJARNEGARA`.'),
  name: text(200, 'Official name.'),
  type,
  regionCode: regionCode('Region it lies in (Kemendagri), e.g. `33.04`.'),
  timeZone: oneOf(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'], 'Time zone that decides which day it is (WIB, WITA, WIT).'),
}
const optional = {
  level: oneOf(['I', 'II', 'IIA', 'IIB', 'III'], 'Level of the unit (kelas): I is the highest. Most LPKA and BAPAS are of II, without a letter.'),
  parentId: idOf('The regional office (Kanwil) it reports to: one in service.', 'kanwil'),
  satkerCode: digits(6, 'Work unit code (kode satker), 6 digits.'),
}
const withDefault = { active: Type.Boolean({ default: true, description: 'Whether it is in service.' }) }

export const Facility = object('Facility', { id: Id, ...required, ...nullables(optional), ...withDefault, archived, ...stamps })
export type Facility = Static<typeof Facility>

export const NewFacility = object('NewFacility', { ...required, ...maybes(optional), ...optionals(withDefault) })
export type NewFacility = Static<typeof NewFacility>

export const FacilityPatch = patch('FacilityPatch', { ...required, ...nullables(optional), ...withDefault, archived })
export type FacilityPatch = Static<typeof FacilityPatch>

export const FacilityQuery = pageQuery(Facility, ['code', 'name', 'updatedAt', 'id'], {
  code: anyOf(required.code),
  type: anyOf(type),
  parentId: anyOf(optional.parentId),
  archived: archivedFilter,
  q: searchText('code or name'),
})
