import { custody, identity, legalBases, type PersonalData, plain } from '../../platform/security/personal-data.ts'

export const personalData: PersonalData = {
  deleted_person: {
    purpose: 'Who was deleted as entered by mistake, so that nobody is made to vanish.',
    scope: 'privacy:manage',
    grounds: { persons: 'inmates, buyers and officers who were entered by mistake (salah entri)', legalBasis: legalBases.obligation },
    retention: { years: 5, from: 'the deletion', basis: 'to answer for the deletion; as to be set by the operator' },
    forgottenFrom: 'deleted_at',
    columns: {
      ...plain('id facility_id entered_at entered_by deleted_at deleted_by'),
      type: custody(),
      names_encrypted: identity('KEPT', 'names'),
    },
  },
}
