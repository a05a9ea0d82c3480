import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { paymentRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { Payment } from './schemas.ts'
export { listPayments } from './store.ts'

export const payments: Module = {
  access,
  routes: [paymentRoutes],
  glossary: {
    pembayaran: ['payment', phrase`Money received for a sale, in whole rupiah.`, '/v1/payments'],
    PNBP: ['non-tax state revenue', phrase`The share of the proceeds that belongs to the state.`],
  },
  personalData,
  indonesian,
}
