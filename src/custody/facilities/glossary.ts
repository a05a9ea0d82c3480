import type { Glossary } from '../../platform/contract/glossary.ts'
import { phrase } from '../../platform/contract/language.ts'

export const glossary: Glossary = {
  Bapas: ['probation office', phrase`Guides people outside prison; a kind of facility.`, '/v1/facilities'],
  Ditjenpas: ['Directorate General of Corrections', phrase`Heads all facilities of the country.`],
  Kanwil: ['regional office', phrase`Stands above the facilities of a region.`, '/v1/facilities'],
  Lapas: ['prison', phrase`Holds convicts; a kind of facility.`, '/v1/facilities'],
  LPKA: ['juvenile institution', phrase`Guides and educates children who were convicted; a kind of facility.`, '/v1/facilities'],
  Rutan: ['detention centre', phrase`Holds detainees, and convicts with short sentences; a kind of facility.`, '/v1/facilities'],
  satker: ['work unit', phrase`The unit of the state budget; its code has six digits.`, '/v1/facilities'],
  UPT: ['facility', phrase`Technical unit in which people are held and work is done; every row belongs to one.`, '/v1/facilities'],
}
