import { idOf, versionOf } from '../make.ts'
import type { AreaExamples } from './example.ts'

export const commerce: AreaExamples = {
  examples: ({ story, practice: { custody, production, commerce } }) => ({
    listBuyers: {
      query: {
        facilityId: [story.facilityId, custody.facilityId],
        type: ['INDIVIDUAL'],
        regionCode: '33.04',
        active: true,
        archived: false,
        sort: 'id',
      },
      fields: 'type,businessField',
    },
    createBuyer: {
      body: {
        facilityId: custody.facilityId,
        type: 'BUSINESS',
        name: 'UD Ikan Asin Makmur',
        businessField: 'penjual ikan asin',
        phone: '+62286000000',
        regionCode: '33.04.06',
        address: 'Kelurahan Semarang, Kabupaten Banjarnegara',
        nib: '9120000000125',
        consentPublicName: true,
        active: true,
      },
    },
    searchBuyers: { body: { name: 'harjo', facilityId: story.facilityId, limit: 25 } },
    readBuyer: { params: { id: story.buyerId } },
    updateBuyer: { params: { id: commerce.buyerId }, body: { phone: '+62286000001' } },
    listBuyerConsents: { params: { id: commerce.buyerId }, query: { sort: '-decidedOn' }, fields: 'purpose,given,evidence,until' },
    readBuyerConsent: { params: { id: commerce.buyerId, consentId: commerce.consentId } },
    createBuyerConsent: {
      params: { id: commerce.buyerId },
      body: { purpose: 'PUBLIC_NAME', given: false, decidedBy: 'SELF', evidence: 'Surat pencabutan persetujuan 14/2025', decidedOn: '2025-11-10' },
    },
    deleteBuyer: { params: { id: commerce.mistakes.buyer.id } },

    listSales: {
      query: {
        facilityId: [story.facilityId, custody.facilityId],
        buyerId: [story.buyerId, commerce.buyerId],
        productId: [story.productId, production.productId],
        batchId: [story.batchId, production.batches.completed.id],
        status: ['CONFIRMED', 'COMPLETED'],
        channel: ['DIRECT'],
        unpaid: false,
        number: ['BJN-2510-001', 'CTH-2511-001'],
        soldOnFrom: '2025-10-01',
        soldOnTo: '2025-11-30',
        sort: '-soldOn,number',
      },
      fields: 'number,soldOn,total,paymentStatus',
    },
    createSale: {
      body: {
        number: 'CTH-2511-004',
        buyerId: commerce.buyerId,
        soldOn: '2025-11-10',
        channel: 'EXHIBITION',
        discount: 500,
        confirm: true,
        lines: [
          {
            productId: production.productId,
            grade: 'A',
            quantity: 40,
            unitPrice: 125,
            allocations: [{ batchId: production.batches.completed.id, quantity: 40 }],
          },
          {
            productId: production.serviceId,
            grade: 'A',
            quantity: 2.5,
            unitPrice: 7000,
            service: { programId: production.programs.active.id, from: '2025-11-03', to: '2025-11-08' },
          },
        ],
      },
    },
    readSale: { params: { id: story.saleId } },
    updateSale: { params: { id: commerce.sales.draft.id }, body: { channel: 'EXHIBITION', discount: 500 } },
    deleteSale: { params: { id: commerce.mistakes.sale.id } },
    confirmSale: { params: { id: commerce.sales.draft.id } },
    completeSale: { params: { id: commerce.sales.paid.id } },
    cancelSale: { params: { id: commerce.sales.confirmed.id }, body: { occurredOn: '2025-11-10' } },

    listRecipients: { params: { id: production.batches.completed.id }, query: { sort: 'soldOn' }, fields: 'buyerId,saleNumber,saleStatus,quantity' },

    listPayments: {
      query: {
        facilityId: [story.facilityId, custody.facilityId],
        saleId: [story.saleId, commerce.sales.paid.id],
        method: ['CASH', 'QRIS'],
        paidOnFrom: '2025-10-01',
        paidOnTo: '2025-11-30',
        sort: '-paidOn',
      },
      fields: 'amount,paidOn,method',
    },
    createPayment: {
      body: { saleId: commerce.sales.confirmed.id, amount: 10_000, paidOn: '2025-11-10', method: 'TRANSFER', reference: 'TRF-1110-01' },
    },
    readPayment: { params: { id: story.paymentId } },
  }),

  refusals: ({ story, practice: { commerce }, step }) => ({
    'insufficient-stock': async () => {
      const oneMore = await step('POST', '/v1/sales', {
        body: {
          number: 'BJN-2510-003',
          buyerId: story.buyerId,
          soldOn: '2025-10-10',
          channel: 'DIRECT',
          lines: [{ productId: story.productId, grade: 'A', quantity: 1, unitPrice: 125 }],
        },
      })
      return { method: 'POST', path: `/v1/sales/${idOf(oneMore)}/confirmation`, call: { ifMatch: versionOf(oneMore) } }
    },
    'not-paid': () => ({ method: 'POST', path: `/v1/sales/${commerce.sales.confirmed.id}/completion`, call: { ifMatch: '*' } }),
    'sale-has-payments': () => ({ method: 'POST', path: `/v1/sales/${commerce.sales.paid.id}/cancellation`, call: { ifMatch: '*', body: {} } }),
    overpayment: () => ({
      method: 'POST',
      path: '/v1/payments',
      call: { body: { saleId: commerce.sales.confirmed.id, amount: 10_001, paidOn: '2025-11-10', method: 'CASH' } },
    }),
  }),
}
