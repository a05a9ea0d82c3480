import type { Term } from '../../platform/contract/glossary.ts'
import { phrase } from '../../platform/contract/language.ts'

export const glossary: readonly Term[] = [
  {
    term: 'anak binaan',
    english: 'juvenile',
    meaning: phrase`A person between 14 and 18 who serves a sentence in an LPKA: legal status JUVENILE.`,
    path: '/v1/inmates',
  },
  {
    term: 'buku register',
    english: 'register book',
    meaning: phrase`Where a person in custody is entered: A.I to A.V for detainees, B.I to B.III for convicts, C for hostages.`,
    path: '/v1/inmates/{id}/registrations',
  },
  { term: 'narapidana', english: 'convict', meaning: phrase`A person who serves a sentence: legal status CONVICT.`, path: '/v1/inmates' },
  { term: 'SDP', english: 'corrections database', meaning: phrase`The national registry of persons in custody (Sistem Database Pemasyarakatan).` },
  { term: 'tahanan', english: 'detainee', meaning: phrase`A person held before the verdict is final: legal status DETAINEE.`, path: '/v1/inmates' },
  {
    term: 'warga binaan',
    english: 'inmate',
    meaning: phrase`Whoever is in custody. The law (UU 22/2022, article 1) means convicts, juveniles and those whom a Bapas guides by it, and keeps detainees apart.`,
    path: '/v1/inmates',
  },
]
