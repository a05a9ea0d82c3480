import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { saleRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { outstanding } from './problems.ts'
export { Sale } from './schemas.ts'
export { listSales } from './store.ts'

export const sales: Module = {
  access,
  routes: [saleRoutes],
  glossary: {
    penjualan: ['sale', phrase`What a buyer takes at which price; its confirmation takes the goods out of stock.`, '/v1/sales'],
  },
  personalData,
  indonesian,
}
