import type { Examples } from './example.ts'

export const commerceExamples: Examples = ({ story, practice }) => ({
  listBuyers: {
    query: { facilityId: [story.facilityId], type: ['INDIVIDUAL'], regionCode: '33.04', active: true, archived: false, sort: '-updatedAt' },
    fields: 'type,businessField',
  },
  createBuyer: {
    body: {
      facilityId: practice.facilityId,
      type: 'BUSINESS',
      name: 'UD Ikan Asin Makmur',
      businessField: 'penjual ikan asin',
      phone: '+62 286 000 000',
      regionCode: '33.04.06',
      address: 'Kelurahan Semarang, Kabupaten Banjarnegara',
      nib: '9120000000125',
      consentPublicName: true,
      active: true,
    },
  },
  searchBuyers: { body: { name: 'harjo', facilityId: story.facilityId, limit: 25 } },
  readBuyer: { params: { id: story.buyerId } },
  updateBuyer: { params: { id: practice.buyerId }, body: { phone: '+62 286 000 001' } },
  deleteBuyer: { params: { id: practice.mistakes.buyer.id } },

  listSales: {
    query: {
      facilityId: [story.facilityId],
      buyerId: [story.buyerId],
      productId: [story.productId],
      batchId: [story.batchId],
      status: ['COMPLETED'],
      channel: ['DIRECT'],
      number: ['BJN-2510-001'],
      soldOnFrom: '2025-10-01',
      soldOnTo: '2025-10-31',
      sort: '-soldOn,number',
    },
    fields: 'number,soldOn,total,paymentStatus',
  },
  createSale: {
    body: {
      number: 'CTH-2511-004',
      buyerId: practice.buyerId,
      soldOn: '2025-11-10',
      channel: 'EXHIBITION',
      discount: 500,
      lines: [
        { productId: practice.productId, grade: 'A', quantity: 40, unitPrice: 125, allocations: [{ batchId: practice.batches.completed.id, quantity: 40 }] },
      ],
    },
  },
  readSale: { params: { id: story.saleId } },
  updateSale: { params: { id: practice.sales.draft.id }, body: { channel: 'EXHIBITION', discount: 500 } },
  deleteSale: { params: { id: practice.mistakes.sale.id } },
  confirmSale: { params: { id: practice.sales.draft.id } },
  completeSale: { params: { id: practice.sales.paid.id } },
  cancelSale: { params: { id: practice.sales.confirmed.id }, body: { occurredOn: '2025-11-10' } },

  listPayments: {
    query: { facilityId: [story.facilityId], saleId: [story.saleId], method: ['CASH'], paidOnFrom: '2025-10-01', paidOnTo: '2025-10-31', sort: '-paidOn' },
    fields: 'amount,paidOn,method',
  },
  createPayment: {
    body: { saleId: practice.sales.confirmed.id, amount: 10_000, paidOn: '2025-11-10', method: 'TRANSFER', reference: 'TRF-1110-01' },
  },
  readPayment: { params: { id: story.paymentId } },
})

/** A client that there is in the examples only. */
export const clientOfExamples = {
  id: '0199cc0f-9f80-7000-8000-00000000c001',
  secret: `bs_demo_0199cc0f9f807000800000000000c002_${'contoh-rahasia-'.repeat(2)}contoh-rahasi`,
}

export const aboutExamples: Examples = () => ({
  createAccessToken: {
    form: { grant_type: 'client_credentials', client_id: clientOfExamples.id, client_secret: clientOfExamples.secret, scope: 'batches:read stock:read' },
  },
  readKeySet: {},
  readEntry: {},
  readMe: {},
  readGlossary: {},
  readChangelog: {},
  listProblems: {},
  readProblem: { params: { code: 'insufficient-stock' } },
})
