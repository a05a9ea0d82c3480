/** The Indonesian words of the field, with what they mean and where the API has them. Source: the design's domain notes. */
import { phrase, type Text } from './language.ts'

export interface Term {
  term: string
  english: string
  meaning: Text
  /** Path of the contract, where there is one. */
  path?: string
}

export const terms: readonly Term[] = [
  { term: 'Bapas', english: 'probation office', meaning: phrase`Guides people outside prison; a kind of facility.`, path: '/v1/facilities' },
  {
    term: 'besek',
    english: 'bamboo box',
    meaning: phrase`Woven box of split bamboo for food, such as salted fish: the product of the story.`,
    path: '/v1/products',
  },
  { term: 'bets produksi', english: 'batch', meaning: phrase`One production run of one product, with its workers, outputs and stock.`, path: '/v1/batches' },
  {
    term: 'buku register',
    english: 'register book',
    meaning: phrase`Where a person in custody is entered: A.I to A.V for detainees, B.I to B.III for convicts, C for hostages.`,
    path: '/v1/inmates/{id}/registrations',
  },
  { term: 'Ditjenpas', english: 'Directorate General of Corrections', meaning: phrase`Heads all facilities of the country.` },
  { term: 'Kanwil', english: 'regional office', meaning: phrase`Stands above the facilities of a region.`, path: '/v1/facilities' },
  {
    term: 'kepesertaan',
    english: 'enrollment',
    meaning: phrase`That an inmate takes part in a program, from the proposal to the end.`,
    path: '/v1/enrollments',
  },
  { term: 'Lapas', english: 'prison', meaning: phrase`Holds convicts; a kind of facility.`, path: '/v1/facilities' },
  {
    term: 'LPKA',
    english: 'juvenile institution',
    meaning: phrase`Guides and educates children who were convicted; a kind of facility.`,
    path: '/v1/facilities',
  },
  { term: 'mutu', english: 'grade', meaning: phrase`How good a piece is; some grades are not sold.`, path: '/v1/products' },
  { term: 'narapidana', english: 'convict', meaning: phrase`A person who serves a sentence: legal status CONVICT.`, path: '/v1/inmates' },
  { term: 'pembayaran', english: 'payment', meaning: phrase`Money received for a sale, in whole rupiah.`, path: '/v1/payments' },
  { term: 'pembeli', english: 'buyer', meaning: phrase`Who buys what was made.`, path: '/v1/buyers' },
  {
    term: 'pembinaan kemandirian',
    english: 'self-reliance programme',
    meaning: phrase`Work and training that prepare for a life after release.`,
    path: '/v1/programs',
  },
  {
    term: 'penjualan',
    english: 'sale',
    meaning: phrase`What a buyer takes at which price; its confirmation takes the goods out of stock.`,
    path: '/v1/sales',
  },
  { term: 'persediaan', english: 'stock', meaning: phrase`What is left of a batch in each grade; never below zero.`, path: '/v1/stock-balances' },
  { term: 'petugas', english: 'officer', meaning: phrase`Staff who supervise programs and batches.`, path: '/v1/officers' },
  { term: 'PNBP', english: 'non-tax state revenue', meaning: phrase`The share of the proceeds that belongs to the state.` },
  { term: 'premi', english: 'work premium', meaning: phrase`What an inmate earns with work.` },
  {
    term: 'Rutan',
    english: 'detention centre',
    meaning: phrase`Holds detainees, and convicts with short sentences; a kind of facility.`,
    path: '/v1/facilities',
  },
  { term: 'satker', english: 'work unit', meaning: phrase`The unit of the state budget; its code has six digits.`, path: '/v1/facilities' },
  { term: 'SDP', english: 'corrections database', meaning: phrase`The national registry of persons in custody (Sistem Database Pemasyarakatan).` },
  { term: 'sidang TPP', english: 'assessment board', meaning: phrase`Decides who may take part in a program.`, path: '/v1/enrollments/{id}/approval' },
  { term: 'tahanan', english: 'detainee', meaning: phrase`A person held before the verdict is final: legal status DETAINEE.`, path: '/v1/inmates' },
  {
    term: 'UPT',
    english: 'facility',
    meaning: phrase`Technical unit in which people are held and work is done; every row belongs to one.`,
    path: '/v1/facilities',
  },
  { term: 'warga binaan', english: 'inmate', meaning: phrase`A person in custody, detainee or convict.`, path: '/v1/inmates' },
]
