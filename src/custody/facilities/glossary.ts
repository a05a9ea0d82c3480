import type { Term } from '../../platform/contract/glossary.ts'
import { phrase } from '../../platform/contract/language.ts'

export const glossary: readonly Term[] = [
  { term: 'Bapas', english: 'probation office', meaning: phrase`Guides people outside prison; a kind of facility.`, path: '/v1/facilities' },
  { term: 'Ditjenpas', english: 'Directorate General of Corrections', meaning: phrase`Heads all facilities of the country.` },
  { term: 'Kanwil', english: 'regional office', meaning: phrase`Stands above the facilities of a region.`, path: '/v1/facilities' },
  { term: 'Lapas', english: 'prison', meaning: phrase`Holds convicts; a kind of facility.`, path: '/v1/facilities' },
  {
    term: 'LPKA',
    english: 'juvenile institution',
    meaning: phrase`Guides and educates children who were convicted; a kind of facility.`,
    path: '/v1/facilities',
  },
  {
    term: 'Rutan',
    english: 'detention centre',
    meaning: phrase`Holds detainees, and convicts with short sentences; a kind of facility.`,
    path: '/v1/facilities',
  },
  { term: 'satker', english: 'work unit', meaning: phrase`The unit of the state budget; its code has six digits.`, path: '/v1/facilities' },
  {
    term: 'UPT',
    english: 'facility',
    meaning: phrase`Technical unit in which people are held and work is done; every row belongs to one.`,
    path: '/v1/facilities',
  },
]
