import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { productRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { fitsUnit, requireUnit, tooCoarseFor, tooFine } from './rules.ts'
export { gradeCode, type Unit } from './schemas.ts'
export { inProduct, offerReference, withProduct } from './store.ts'

export const products: Module = {
  access,
  routes: [productRoutes],
  glossary: {
    besek: ['bamboo box', phrase`Woven box of split bamboo for food, such as salted fish: the product of the story.`, '/v1/products'],
    mutu: ['grade', phrase`How good a piece is; some grades are not sold.`, '/v1/products'],
  },
  personalData,
  indonesian,
}
