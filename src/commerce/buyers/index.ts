import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { buyerRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { BuyerConsent } from './consent-schemas.ts'
export { listBuyerConsents, withdrawConsent } from './consent-store.ts'
export { buyerGrounds, buyerRetention } from './personal-data.ts'
export { Buyer } from './schemas.ts'
export { buyerReference, readBuyer } from './store.ts'

export const buyers: Module = {
  access,
  routes: [buyerRoutes],
  glossary: {
    pembeli: ['buyer', phrase`Who buys what was made.`, '/v1/buyers'],
  },
  personalData,
  indonesian,
}
