import type { DemoClient, Row } from '../client.ts'
import type { CustodyRows } from './custody.ts'
import type { ProductionRows } from './production.ts'

/** The idle buyer is a person who never bought anything. */
export async function writeCommerce(demo: DemoClient, { facilityId }: CustodyRows, { productId }: ProductionRows) {
  const buyer = await demo.create('Register the buyer', '/v1/buyers', {
    facilityId,
    type: 'COOPERATIVE',
    name: 'Koperasi Contoh Sejahtera',
    businessField: 'pengolahan ikan asin',
    regionCode: '33.04.06',
  })
  await demo.create('Record that the buyer does not want to be named', `/v1/buyers/${buyer.id}/consents`, {
    purpose: 'PUBLIC_NAME',
    given: false,
    decidedBy: 'SELF',
    evidence: 'Formulir persetujuan 6/2025',
    decidedOn: '2025-10-27',
  })
  const consent = await demo.create('Record the consent of the buyer', `/v1/buyers/${buyer.id}/consents`, {
    purpose: 'PUBLIC_NAME',
    given: true,
    decidedBy: 'SELF',
    evidence: 'Formulir persetujuan 7/2025',
    decidedOn: '2025-11-03',
  })
  const idleBuyer = await demo.create('Register a person who only asks', '/v1/buyers', {
    facilityId,
    type: 'INDIVIDUAL',
    name: 'Bu Warsini',
    phone: '+62286000002',
    regionCode: '33.04.06',
  })
  const mistakenBuyer = await demo.create('Register a buyer by mistake', '/v1/buyers', { facilityId, type: 'BUSINESS', name: 'UD Keliru' })

  const draft = (name: string, number: string, quantity: number): Promise<Row> =>
    demo.create(`Draft ${name}`, '/v1/sales', {
      number,
      buyerId: buyer.id,
      soldOn: '2025-11-07',
      channel: 'DIRECT',
      lines: [{ productId, grade: 'A', quantity, unitPrice: 125 }],
    })
  const confirm = async (name: string, number: string, quantity: number): Promise<Row> => {
    const { id, version } = await draft(name, number, quantity)
    return demo.change(`Confirm ${name}`, `/v1/sales/${id}/confirmation`, version)
  }
  const drafted = await draft('the third sale', 'CTH-2511-003', 40)
  const mistakenSale = await draft('a sale by mistake', 'CTH-2511-KELIRU', 1)
  const confirmed = await confirm('the second sale', 'CTH-2511-002', 80)
  const sold = await confirm('the first sale', 'CTH-2511-001', 100)
  await demo.create('Record the payment of the first sale', '/v1/payments', {
    saleId: sold.id,
    amount: 12_500,
    paidOn: '2025-11-07',
    method: 'QRIS',
    reference: 'QR-0711-01',
  })
  const paid = await demo.read('Read the first sale', `/v1/sales/${sold.id}`)

  return {
    buyerId: buyer.id,
    consentId: consent.id,
    idleBuyerId: idleBuyer.id,
    sales: { draft: drafted, confirmed, paid },
    mistakes: { buyer: mistakenBuyer, sale: mistakenSale },
  }
}
export type CommerceRows = Awaited<ReturnType<typeof writeCommerce>>
