/** Records of persons that are shown to few: which they are, and to whom. A row that holds something of a person says so in `protections`. */
import { listOf, openWords } from '../../platform/contract/shapes.ts'
import { dataClasses, type Protection, protecting } from '../../platform/security/data-classes.ts'

const words = ['RESTRICTED', 'OBJECTED', 'MINOR'] as const
const protectedBy: Record<(typeof words)[number], Protection> = {
  RESTRICTED: { scope: 'protected-persons:read:restricted', classes: dataClasses },
  OBJECTED: { scope: 'protected-persons:read:objected', classes: dataClasses },
  MINOR: { scope: 'protected-persons:read:minors', classes: ['identity'] },
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
