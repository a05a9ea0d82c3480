/** Rows that no new row may name: one for each state that a module declares (platform/database/references.ts). */
import type { Row } from './contract.ts'
import type { TestDatabase } from './database.ts'
import { idOf, type Maker, versionOf } from './make.ts'
import { formerInmate } from './persons.ts'
import { workday } from './samples.ts'

/** Makes a row of the facility in that state. */
type Making = (make: Maker, facilityId: string, database: TestDatabase) => Promise<Row>

const patched = async (make: Maker, operationId: string, row: Row, patch: Row): Promise<Row> => make.call(operationId, { id: idOf(row) }, patch, versionOf(row))

const facilities = (given: Row): Record<string, Making> => ({
  archived: async (make) => patched(make, 'updateFacility', await make.facility(given), { archived: true }),
  inactive: async (make) => make.facility({ ...given, active: false }),
})

const inmateWho =
  (custodyStatus: string): Making =>
  async (make, facilityId) => {
    const inmate = await make.inmate(facilityId)
    return make.call('changeInmateCustody', { id: idOf(inmate) }, { custodyStatus, occurredOn: workday }, versionOf(inmate))
  }

/** By what is named, and by state. */
export const unusable: Record<string, Record<string, Making>> = {
  facility: facilities({}),
  unit: { ...facilities({}), kanwil: async (make) => make.facility({ type: 'KANWIL' }) },
  kanwil: { ...facilities({ type: 'KANWIL' }), unit: async (make) => make.facility({ type: 'RUTAN' }) },
  officer: {
    archived: async (make, facilityId) => patched(make, 'updateOfficer', await make.officer(facilityId), { archived: true }),
    inactive: async (make, facilityId) => make.officer(facilityId, { active: false }),
  },
  inmate: {
    erased: async (make, facilityId, database) => {
      // Nobody in custody is erased before the time is over.
      const left = await formerInmate(make, database, facilityId)
      const request = await make.create('createSubjectRequest', facilityId, { kind: 'ERASURE', subject: { type: 'INMATE', id: idOf(left) } })
      await make.erased(request)
      return left
    },
    left: inmateWho('RELEASED'),
    absent: inmateWho('TEMPORARILY_ABSENT'),
    archived: async (make, facilityId) => patched(make, 'updateInmate', await make.inmate(facilityId), { archived: true }),
  },
  buyer: {
    erased: async (make, facilityId) => {
      const buyer = await make.buyer(facilityId, { type: 'INDIVIDUAL' })
      const request = await make.create('createSubjectRequest', facilityId, { kind: 'ERASURE', subject: { type: 'BUYER', id: idOf(buyer) } })
      await make.erased(request)
      return buyer
    },
    archived: async (make, facilityId) => patched(make, 'updateBuyer', await make.buyer(facilityId), { archived: true }),
    inactive: async (make, facilityId) => make.buyer(facilityId, { active: false }),
  },
  product: {
    archived: async (make, facilityId) => patched(make, 'updateProduct', await make.product(facilityId), { archived: true }),
    service: async (make, facilityId) => make.product(facilityId, { isService: true }),
  },
  offer: { archived: async (make, facilityId) => patched(make, 'updateProduct', await make.product(facilityId), { archived: true }) },
  batch: {
    cancelled: async (make, facilityId) => {
      const batch = await make.batch(facilityId)
      return make.call('cancelBatch', { id: idOf(batch) }, undefined, versionOf(batch))
    },
    archived: async (make, facilityId) => patched(make, 'updateBatch', await make.batch(facilityId), { archived: true }),
  },
  program: {
    closed: async (make, facilityId) => {
      const program = await make.activeProgram(facilityId)
      return make.call('closeProgram', { id: idOf(program) }, undefined, versionOf(program))
    },
    archived: async (make, facilityId) => patched(make, 'updateProgram', await make.activeProgram(facilityId), { archived: true }),
  },
}
