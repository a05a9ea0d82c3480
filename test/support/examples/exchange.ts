import type { Examples } from './example.ts'

/** An entry of the trail that there is in the examples only: those of the demo have other instants and requests every time. */
export const entryOfExamples = {
  id: '0199cc62-0540-7000-8000-0000000dbba1',
  sequence: 900_001,
  at: '2025-10-10T04:30:00.000Z',
  requestId: '6f1d9b52-3c0e-4f6b-9d43-5b0c7e9a2d11',
  onBehalfOf: 'petugas-17',
  purpose: 'Pembinaan kemandirian',
  address: '192.0.2.17',
  classes: ['identity', 'custody'],
}

export const exchangeExamples: Examples = ({ story, practice }) => {
  const { requestId } = entryOfExamples
  return {
    listAuditEntries: {
      query: {
        clientId: ['00000000-0000-7000-8000-000000000001'],
        resource: ['inmate'],
        resourceId: story.inmateIds[0] ?? '',
        operation: ['readInmate'],
        facilityId: [story.facilityId],
        outcome: 'ALLOWED',
        dataClass: 'identity',
        requestId,
        atFrom: '2025-10-10T00:00:00.000Z',
        atTo: '2025-10-11T00:00:00.000Z',
        sort: '-at',
      },
      fields: 'at,clientId,operation',
    },
    readAuditEntry: { params: { id: entryOfExamples.id } },
    readAuditHead: {},

    listApiClients: {
      query: {
        role: ['small-business-platform'],
        facilityId: [practice.facilityId],
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
        facilityIds: [practice.facilityId],
        redactions: ['contact'],
        suspended: false,
        expiresAt: '2027-12-31T16:59:59.000Z',
        externalSubject: 'dinas-koperasi-contoh',
      },
    },
    readApiClient: { params: { id: practice.clientId } },
    updateApiClient: { params: { id: practice.clientId }, body: { roles: ['small-business-platform', 'ministry-dashboard'], suspended: true } },
    deleteApiClient: { params: { id: practice.mistakes.client.id } },

    listApiClientCredentials: {
      params: { id: practice.clientId },
      query: { kind: ['API_KEY', 'CLIENT_SECRET'], revoked: false, sort: '-createdAt' },
      fields: 'kind,lastUsedAt,revokedAt',
    },
    createApiClientCredential: { params: { id: practice.clientId }, body: { kind: 'API_KEY' } },
    readApiClientCredential: { params: { id: practice.clientId, credentialId: practice.credentials.apiKey.id } },
    deleteApiClientCredential: { params: { id: practice.clientId, credentialId: practice.credentials.clientSecret.id } },
  }
}
