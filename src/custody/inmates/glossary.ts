import type { Glossary } from '../../platform/contract/glossary.ts'
import { phrase } from '../../platform/contract/language.ts'

export const glossary: Glossary = {
  'anak binaan': ['juvenile', phrase`A person between 14 and 18 who serves a sentence in an LPKA: legal status JUVENILE.`, '/v1/inmates'],
  'buku register': [
    'register book',
    phrase`Where a person in custody is entered: A.I to A.V for detainees, B.I to B.III for convicts, C for hostages.`,
    '/v1/inmates/{id}/registrations',
  ],
  narapidana: ['convict', phrase`A person who serves a sentence: legal status CONVICT.`, '/v1/inmates'],
  SDP: ['corrections database', phrase`The national registry of persons in custody (Sistem Database Pemasyarakatan).`],
  tahanan: ['detainee', phrase`A person held before the verdict is final: legal status DETAINEE.`, '/v1/inmates'],
  'warga binaan': [
    'inmate',
    phrase`Whoever is in custody. The law (UU 22/2022, article 1) means convicts, juveniles and those whom a Bapas guides by it, and keeps detainees apart.`,
    '/v1/inmates',
  ],
}
