import type { Examples } from './example.ts'

export const custodyExamples: Examples = ({ story, practice }) => ({
  listFacilities: {
    query: { code: ['RUTAN-BANJARNEGARA', 'LAPAS-CONTOH'], type: ['LAPAS'], parentId: [practice.kanwilId], archived: false, q: 'contoh', sort: 'code' },
    fields: 'code,name',
  },
  createFacility: {
    body: {
      code: 'LPKA-CONTOH',
      name: 'LPKA Contoh',
      type: 'LPKA',
      level: 'I',
      parentId: practice.kanwilId,
      satkerCode: '123456',
      regionCode: '33.04',
      timeZone: 'Asia/Jakarta',
      active: true,
    },
  },
  readFacility: { params: { id: story.facilityId } },
  updateFacility: { params: { id: practice.facilityId }, body: { level: 'IIA', satkerCode: '654321' } },
  deleteFacility: { params: { id: practice.mistakes.facility.id } },

  listOfficers: { query: { facilityId: [story.facilityId], active: true, archived: false, sort: '-updatedAt' }, fields: 'position,active' },
  createOfficer: {
    body: { facilityId: practice.facilityId, name: 'Endang Lestari', position: 'Staf Kegiatan Kerja', nip: '198503122010012005', active: true },
  },
  readOfficer: { params: { id: story.officerId } },
  updateOfficer: { params: { id: practice.officerId }, body: { position: 'Kasi Kegiatan Kerja' } },
  deleteOfficer: { params: { id: practice.mistakes.officer.id } },

  listInmates: {
    query: {
      facilityId: [story.facilityId],
      legalStatus: ['CONVICT'],
      custodyStatus: ['ACTIVE'],
      admittedOnFrom: '2025-01-01',
      admittedOnTo: '2025-12-31',
      expectedReleaseOnFrom: '2026-01-01',
      expectedReleaseOnTo: '2026-12-31',
      archived: false,
      sort: 'admittedOn',
    },
    fields: 'publicAlias,custodyStatus',
  },
  createInmate: {
    body: {
      facilityId: practice.facilityId,
      name: 'Teguh Prakoso',
      alias: 'Teguh',
      publicAlias: 'T.P.',
      sex: 'MALE',
      birthDate: '1990-04-21',
      nationality: 'ID',
      education: 'SMP',
      skills: ['anyaman bambu'],
      legalStatus: 'CONVICT',
      admittedOn: '2025-11-03',
      expectedReleaseOn: '2027-05-02',
    },
  },
  searchInmates: {
    body: { name: 'santoso', registrationNumber: 'BJN/100/2025', facilityId: story.facilityId, legalStatus: 'CONVICT', limit: 25 },
  },
  readInmate: { params: { id: story.inmateIds[0] ?? '' } },
  updateInmate: { params: { id: practice.newcomerId }, body: { education: 'SMA', skills: ['anyaman bambu', 'pertukangan kayu'] } },
  deleteInmate: { params: { id: practice.mistakes.inmate.id } },

  listInmateRegistrations: { params: { id: practice.newcomerId }, query: { sort: '-from' }, fields: 'book,number' },
  createInmateRegistration: { params: { id: practice.workerId }, body: { book: 'B_IIA', number: 'CTH/203/2025', from: '2025-06-02', to: null } },
  readInmateRegistration: { params: { id: story.inmateIds[0] ?? '', registrationId: story.registrationIds[0] ?? '' } },
  updateInmateRegistration: { params: { id: practice.newcomerId, registrationId: practice.registrationId }, body: { to: '2025-08-30' } },
  deleteInmateRegistration: { params: { id: practice.newcomerId, registrationId: practice.mistakes.registration.id } },
  changeInmateCustody: {
    params: { id: practice.newcomerId },
    body: { custodyStatus: 'TRANSFERRED', occurredOn: '2025-11-10', toFacilityId: story.facilityId },
  },
})
