import type { Static } from 'typebox'
import { anyOf, pageQuery } from '../../platform/contract/list-shapes.ts'
import { Id, idOf, instant, object, oneOf, stamps, text } from '../../platform/contract/shapes.ts'
import { hideable, personal } from '../../platform/security/data-classes.ts'

/** Characters that are kept of all the names a row had. */
export const maxNames = 1_000

const facilityId = idOf('The facility (UPT) that had entered the person.')

export const DeletedPerson = object(
  'DeletedPerson',
  hideable({
    id: Id,
    facilityId,
    type: personal(oneOf(['INMATE', 'BUYER', 'OFFICER'], 'What the person was entered as.'), { class: 'custody' }),
    names: personal(text(maxNames, 'The name, after those it had before it was corrected.'), {
      class: 'identity',
      mask: 'hidden',
      encrypted: 'deleted_person.names',
    }),
    enteredAt: instant('When the person was entered.'),
    enteredBy: idOf('The client that entered it.'),
    deletedAt: instant('When it was deleted.'),
    deletedBy: idOf('The client that deleted it.'),
    version: stamps.version,
  }),
)
export type DeletedPerson = Static<typeof DeletedPerson>

export const DeletedPersonQuery = pageQuery(DeletedPerson, ['deletedAt', 'id'], { facilityId: anyOf(facilityId) })
