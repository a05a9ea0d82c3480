import type { Examples } from './example.ts'

export const privacyExamples: Examples = ({ practice }) => ({
  listSubjectRequests: {
    query: {
      facilityId: [practice.facilityId],
      kind: ['ACCESS', 'ERASURE'],
      status: ['OPEN'],
      overdue: true,
      dueAtFrom: '2025-11-01T00:00:00Z',
      dueAtTo: '2025-11-30T23:59:59Z',
      sort: 'dueAt',
    },
    fields: 'kind,dueAt,status',
  },
  createSubjectRequest: {
    body: { kind: 'CORRECTION', subject: { type: 'INMATE', id: practice.newcomerId }, requestedBy: 'FAMILY', receivedAt: '2025-11-10T03:30:00Z' },
  },
  readSubjectRequest: { params: { id: practice.requests.access.id } },
  readSubjectRecord: { params: { id: practice.requests.access.id } },
  fulfilSubjectRequest: { params: { id: practice.requests.erasure.id } },
  refuseSubjectRequest: {
    params: { id: practice.requests.buyerErasure.id },
    body: { ground: 'NOT_ENTITLED', reason: 'Pemohon tidak dapat menunjukkan surat kuasa.' },
  },
})
