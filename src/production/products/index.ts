import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { productRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export { fitsUnit, requireUnit, tooCoarseFor, tooFine } from './rules.ts'
export { gradeCode, type Unit } from './schemas.ts'

export const products: Module = {
  access,
  routes: [productRoutes],
  glossary: [
    {
      term: 'besek',
      english: 'bamboo box',
      meaning: phrase`Woven box of split bamboo for food, such as salted fish: the product of the story.`,
      path: '/v1/products',
    },
    { term: 'mutu', english: 'grade', meaning: phrase`How good a piece is; some grades are not sold.`, path: '/v1/products' },
  ],
  personalData,
  indonesian,
}
