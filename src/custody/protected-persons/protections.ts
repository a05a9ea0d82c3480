/** Records of persons that are shown to few: which they are, and to whom. A row that holds something of a person says so in `protections`. */
import { listOf, openWords } from '../../platform/contract/shapes.ts'
import { unfiltered } from '../../platform/database/row-filter.ts'
import { raw, type Sql, sql } from '../../platform/database/sql.ts'
import type { Expression } from '../../platform/database/tables.ts'
import { dataClasses, type Protection, protecting } from '../../platform/security/data-classes.ts'
import { access } from './access.ts'

const scopes = access.scopes
const words = ['RESTRICTED', 'OBJECTED', 'MINOR'] as const
const protectedBy: Record<(typeof words)[number], Protection> = {
  RESTRICTED: { scope: 'protected-persons:read:restricted' satisfies keyof typeof scopes, classes: dataClasses },
  OBJECTED: { scope: 'protected-persons:read:objected' satisfies keyof typeof scopes, classes: dataClasses },
  MINOR: { scope: 'protected-persons:read:minors' satisfies keyof typeof scopes, classes: ['identity'] },
}

/** The member of every row that holds something of a person. */
export const protections = protecting(
  listOf(openWords(words), words.length, {
    readOnly: true,
    description:
      "Why few are shown what is personal here (pelindungan khusus): RESTRICTED, the processing of the person's data is restricted, so that it is masked without the scope `protected-persons:read:restricted` and work goes on by number; OBJECTED, the person objects to being read outside the facility, which needs `protected-persons:read:objected`; MINOR, the person is a child, whose identity is masked without `protected-persons:read:minors`.",
  }),
  protectedBy,
)

/** Nobody is grown up too early: at midnight UTC it is day already everywhere in Indonesia. */
const isMinor = sql`(inmate.legal_status = 'JUVENILE' OR coalesce(inmate.birth_date > (now() AT TIME ZONE 'UTC' - interval '18 years')::date, FALSE))`

/** What protects an inmate, of a row of `inmate`. */
export const inmateProtections: Expression<string[]> = sql`inmate.protections || CASE WHEN ${isMinor} THEN '{MINOR}'::text[] ELSE '{}' END`

/** The same of a row that names one. */
export const protectionsByInmate = (table: 'inmate_registration' | 'custody_change' | 'enrollment' | 'batch_worker'): Sql => {
  const inmates = unfiltered('inmate', 'whoever is shown the row is told how its person is protected')
  return sql`ARRAY(SELECT unnest(${inmateProtections}) FROM ${inmates} WHERE inmate.id = ${raw(`${table}.inmate_id`)})`
}
