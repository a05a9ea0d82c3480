import type { AreaExamples } from './example.ts'

export const custody: AreaExamples = {
  examples: ({ story, practice: { custody } }) => ({
    listFacilities: {
      query: { code: ['LAPAS-CONTOH', 'LAPAS-KELIRU'], type: ['LAPAS'], parentId: [custody.kanwilId], archived: false, q: 'lapas', sort: 'code' },
      fields: 'code,name',
    },
    createFacility: {
      body: {
        code: 'LPKA-CONTOH',
        name: 'LPKA Contoh',
        type: 'LPKA',
        level: 'I',
        parentId: custody.kanwilId,
        satkerCode: '123456',
        regionCode: '33.04',
        timeZone: 'Asia/Jakarta',
        active: true,
      },
    },
    readFacility: { params: { id: story.facilityId } },
    updateFacility: { params: { id: custody.facilityId }, body: { level: 'IIA', satkerCode: '654321' } },
    deleteFacility: { params: { id: custody.mistakes.facility.id } },

    readFacilityMonth: { params: { id: story.facilityId, month: '2025-10' } },
    lockFacilityMonth: { params: { id: custody.facilityId, month: '2025-07' } },
    reopenFacilityMonth: { params: { id: custody.facilityId, month: '2025-06' }, body: { reason: 'Lembar harian tanggal 30 Juni belum dicatat' } },

    listOfficers: { query: { facilityId: [custody.facilityId], active: true, archived: false, sort: 'id' }, fields: 'position,active' },
    createOfficer: {
      body: { facilityId: custody.facilityId, name: 'Endang Lestari', position: 'Staf Kegiatan Kerja', nip: '198503122010012005', active: true },
    },
    readOfficer: { params: { id: story.officerId } },
    updateOfficer: { params: { id: custody.officerId }, body: { position: 'Kasi Kegiatan Kerja' } },
    deleteOfficer: { params: { id: custody.mistakes.officer.id } },

    listInmates: {
      query: {
        facilityId: [story.facilityId],
        legalStatus: ['CONVICT'],
        custodyStatus: ['ACTIVE'],
        admittedOnFrom: '2025-01-01',
        admittedOnTo: '2025-12-31',
        expectedReleaseOnFrom: '2026-08-01',
        expectedReleaseOnTo: '2026-08-31',
        archived: false,
        sort: 'admittedOn',
      },
      fields: 'publicAlias,custodyStatus',
    },
    createInmate: {
      body: {
        facilityId: custody.facilityId,
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
    updateInmate: { params: { id: custody.inmates.newcomer.id }, body: { education: 'SMA', skills: ['anyaman bambu', 'pertukangan kayu'] } },
    deleteInmate: { params: { id: custody.mistakes.inmate.id } },

    listInmateRegistrations: { params: { id: custody.inmates.newcomer.id }, query: { sort: '-from' }, fields: 'book,number' },
    createInmateRegistration: { params: { id: custody.inmates.worker.id }, body: { book: 'B_IIA', number: 'CTH/203/2025', from: '2025-06-02', to: null } },
    readInmateRegistration: { params: { id: story.inmateIds[0] ?? '', registrationId: story.registrationIds[0] ?? '' } },
    updateInmateRegistration: { params: { id: custody.inmates.newcomer.id, registrationId: custody.registrationId }, body: { to: '2025-08-30' } },
    deleteInmateRegistration: { params: { id: custody.inmates.newcomer.id, registrationId: custody.mistakes.registration.id } },
    listCustodyChanges: { params: { id: custody.inmates.patient.id }, query: { sort: 'occurredOn' }, fields: 'custodyStatus,occurredOn,correctedById' },
    correctInmateCustody: { params: { id: custody.inmates.patient.id }, body: { changeId: custody.mistakes.escapeId } },
    changeInmateCustody: {
      params: { id: custody.inmates.newcomer.id },
      body: { custodyStatus: 'TRANSFERRED', occurredOn: '2025-11-10', toFacilityId: story.facilityId },
    },
  }),

  refusals: ({ story, practice, keys }) => ({
    'review-needed': () => ({
      method: 'PATCH',
      path: `/v1/inmates/${story.inmateIds[0]}`,
      call: { key: keys.blind, body: { birthDate: '2025-12-01' }, ifMatch: '*' },
    }),
    // The practice unit has locked its June.
    'month-locked': () => ({
      method: 'POST',
      path: '/v1/costs',
      call: {
        body: {
          batchId: practice.production.batches.completed.id,
          kind: 'MATERIAL',
          amount: 15_000,
          borneBy: 'CAPITAL',
          incurredOn: '2025-06-20',
          description: 'Bambu tali, 20 batang',
        },
      },
    }),
    'period-overlap': () => ({
      method: 'POST',
      path: `/v1/inmates/${story.inmateIds[0]}/registrations`,
      call: { body: { book: 'B_IIB', number: 'BJN/199/2025', from: '2025-10-01' } },
    }),
  }),
}
