import type { Glossary } from '../../platform/contract/glossary.ts'
import { phrase } from '../../platform/contract/language.ts'

export const glossary: Glossary = {
  'buku register': [
    'register book',
    phrase`Where a person in custody is entered: A.I to A.V for detainees, B.I to B.III for convicts, C for hostages.`,
    '/v1/inmates/{id}/registrations',
  ],
  narapidana: ['convict', phrase`A person who serves a sentence: legal status CONVICT.`, '/v1/inmates'],
  SDP: ['corrections database', phrase`The national registry of persons in custody (Sistem Database Pemasyarakatan).`],
  tahanan: ['detainee', phrase`A person held before the verdict is final: legal status DETAINEE.`, '/v1/inmates'],
  'warga binaan': ['inmate', phrase`A person in custody, detainee or convict.`, '/v1/inmates'],
}
