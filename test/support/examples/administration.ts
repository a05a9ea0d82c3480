import type { AreaExamples } from './example.ts'

export const administration: AreaExamples = {
  examples: ({ practice: { custody, administration } }) => ({
    listSubjectRequests: {
      query: {
        facilityId: [custody.facilityId],
        kind: ['ERASURE'],
        status: ['OPEN'],
        overdue: true,
        dueAtFrom: '2025-11-01T00:00:00Z',
        dueAtTo: '2025-11-30T23:59:59Z',
        sort: 'dueAt',
      },
      fields: 'kind,dueAt,status',
    },
    createSubjectRequest: {
      body: { kind: 'CORRECTION', subject: { type: 'INMATE', id: custody.inmates.newcomer.id }, requestedBy: 'FAMILY', receivedAt: '2025-11-10T03:30:00Z' },
    },
    readSubjectRequest: { params: { id: administration.requests.access.id } },
    readSubjectRecord: { params: { id: administration.requests.access.id } },
    readPortableRecord: { params: { id: administration.requests.access.id } },
    prepareSubjectRequest: { params: { id: administration.requests.erasure.id } },
    fulfilSubjectRequest: { params: { id: administration.requests.buyerErasure.id } },
    liftSubjectRequest: {
      params: { id: administration.requests.restriction.id },
      body: { reason: 'Alamat sudah diperiksa dan dibetulkan.' },
    },
    refuseSubjectRequest: {
      params: { id: administration.requests.erasure.id },
      body: { ground: 'NOT_ENTITLED', reason: 'Pemohon tidak dapat menunjukkan surat kuasa.' },
    },

    listDeletedPersons: { query: { facilityId: [custody.facilityId], sort: '-id' }, fields: 'type,names,deletedAt' },
    readDeletedPerson: { params: { id: administration.deletedId } },

    listIncidents: {
      query: {
        facilityId: [custody.facilityId],
        status: ['OPEN'],
        overdue: true,
        discoveredAtFrom: '2025-10-01T00:00:00Z',
        discoveredAtTo: '2025-10-31T23:59:59Z',
        sort: '-discoveredAt',
      },
      fields: 'dueAt,status,authorityNotifiedAt',
    },
    createIncident: {
      body: {
        facilityId: custody.facilityId,
        clientId: administration.clientId,
        credentialId: administration.credentials.apiKey.id,
        dataClasses: ['identity', 'contact'],
        beganAt: '2025-11-08T01:00:00.000Z',
        endedAt: '2025-11-10T02:00:00.000Z',
        discoveredAt: '2025-11-10T02:00:00.000Z',
        description: 'Kunci API toko tersimpan di komputer yang dipakai bersama.',
      },
    },
    readIncident: { params: { id: administration.incidents.leak.id } },
    updateIncident: { params: { id: administration.incidents.leak.id }, body: { dataClasses: ['identity', 'custody'], endedAt: '2025-10-10T05:00:00.000Z' } },
    listAffectedPersons: { params: { id: administration.incidents.leak.id }, query: { sort: 'id' }, fields: 'type,times,classes' },
    listIncidentMeasures: { params: { id: administration.incidents.leak.id }, query: { sort: 'id' }, fields: 'kind,takenAt' },
    createIncidentMeasure: {
      params: { id: administration.incidents.leak.id },
      body: { kind: 'PREVENTION', description: 'Layar kantor dikunci setelah lima menit.', takenAt: '2025-10-13T02:00:00.000Z' },
    },
    readIncidentMeasure: { params: { id: administration.incidents.leak.id, measureId: administration.incidents.measureId } },
    readIncidentNotices: { params: { id: administration.incidents.leak.id } },
    notifyOfIncident: { params: { id: administration.incidents.leak.id }, body: { recipient: 'AUTHORITY', notifiedAt: '2025-10-14T03:00:00.000Z' } },
    closeIncident: {
      params: { id: administration.incidents.suspicion.id },
      body: { outcome: 'NO_BREACH', conclusion: 'Kunci dicabut sebelum dipakai; rekam jejak tidak memuat pembacaan.' },
    },

    readPrivacyReport: { query: { year: 2025 } },

    listApiClients: {
      query: {
        role: ['small-business-platform'],
        facilityId: [custody.facilityId],
        suspended: false,
        archived: false,
        q: 'koperasi',
        sort: 'name',
      },
      fields: 'name,organisation,roles',
    },
    createApiClient: {
      body: {
        name: 'simpan-pinjam-contoh',
        organisation: 'Dinas Koperasi dan UMKM Contoh',
        contactName: 'Ratna Dewi',
        contactEmail: 'ratna@dinas-contoh.example',
        purpose: 'Memasarkan hasil kegiatan kerja kepada pelaku UMKM',
        roles: ['small-business-platform'],
        allFacilities: false,
        facilityIds: [custody.facilityId],
        redactions: ['contact'],
        suspended: false,
        expiresAt: '2027-12-31T16:59:59.000Z',
      },
    },
    readApiClient: { params: { id: administration.clientId } },
    updateApiClient: { params: { id: administration.clientId }, body: { roles: ['small-business-platform', 'ministry-dashboard'], suspended: true } },
    prepareApiClient: {
      params: { id: administration.clientId },
      body: {
        roles: ['regional-auditor'],
        allFacilities: false,
        facilityIds: [custody.facilityId],
        redactions: ['financial'],
        suspended: false,
        archived: false,
        expiresAt: '2027-12-31T16:59:59.000Z',
      },
    },
    approveApiClient: { params: { id: administration.waiting.clientId } },
    rejectApiClient: { params: { id: administration.waiting.clientId } },
    deleteApiClient: { params: { id: administration.mistakes.client.id } },

    listApiClientCredentials: {
      params: { id: administration.clientId },
      query: { kind: ['API_KEY', 'CLIENT_SECRET'], revoked: false, sort: 'id' },
      fields: 'kind,lastUsedAt,revokedAt',
    },
    createApiClientCredential: { params: { id: administration.clientId }, body: { kind: 'API_KEY' } },
    readApiClientCredential: { params: { id: administration.clientId, credentialId: administration.credentials.apiKey.id } },
    approveApiClientCredential: { params: { id: administration.waiting.clientId, credentialId: administration.waiting.credentialId } },
    deleteApiClientCredential: { params: { id: administration.clientId, credentialId: administration.credentials.clientSecret.id } },
  }),

  refusals: ({ practice: { custody, commerce, administration }, step }) => ({
    'erasure-refused': async () => {
      const subject = { type: 'INMATE', id: custody.inmates.worker.id }
      const { id } = await step('POST', '/v1/subject-requests', { body: { kind: 'ERASURE', subject, requestedBy: 'LAWYER' } })
      return { method: 'POST', path: `/v1/subject-requests/${id}/fulfilment`, call: { ifMatch: '*' } }
    },
    'not-a-mistake': async () => {
      const path = `/v1/buyers/${commerce.idleBuyerId}`
      await step('PATCH', path, { body: { retentionHold: true }, ifMatch: '*' })
      return { method: 'DELETE', path, call: { ifMatch: '*' } }
    },
    'second-person-needed': async () => ({
      method: 'POST',
      path: `/v1/subject-requests/${administration.requests.buyerErasure.id}/fulfilment`,
      // The client that has prepared it, for nobody.
      call: { ifMatch: '*' },
    }),
    'client-protected': async () => {
      const { clientId } = await step('GET', '/v1/me')
      return { method: 'PATCH', path: `/v1/api-clients/${clientId}`, call: { body: { suspended: true }, ifMatch: '*' } }
    },
    'too-many-credentials': async () => {
      const path = `/v1/api-clients/${administration.clientId}/credentials`
      await step('POST', path, { body: { kind: 'API_KEY' } })
      return { method: 'POST', path, call: { body: { kind: 'API_KEY' } } }
    },
  }),
}
