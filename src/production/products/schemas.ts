import { type Static, Type } from 'typebox'
import { anyOf, archivedFilter, pageQuery, searchText } from '../../platform/contract/list-shapes.ts'
import {
  archived,
  code,
  day,
  Id,
  idOf,
  kindWord,
  listOf,
  longText,
  maybes,
  money,
  nullable,
  nullables,
  object,
  openWords,
  optionals,
  patch,
  ref,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'

export const unit = openWords(
  ['BUAH', 'IKAT', 'PASANG', 'KG', 'LITER', 'METER'],
  'What it is counted in: pieces, bundles and pairs are whole; KG, LITER and METER have three decimals.',
)
export type Unit = Static<typeof unit>

export const gradeCode = Type.String({
  minLength: 1,
  maxLength: 20,
  pattern: '^[A-Z][A-Z0-9_]*$',
  description: 'Code of the grade (mutu), unique within the product, e.g. `A`.',
})

export const Grade = object('Grade', { code: gradeCode, sellable: Type.Boolean({ description: 'Whether goods of this grade may be sold.' }) })
export type Grade = Static<typeof Grade>

export const ListPrice = object('ListPrice', {
  amount: money('Price of one unit (harga satuan), in rupiah.'),
  from: day('First day it holds.'),
  to: Type.Optional(nullable(day('Last day it holds; null for as long as no other follows.'))),
})
export type ListPrice = Static<typeof ListPrice>

const facilityId = idOf('The facility (UPT) that makes it: one in service. It never changes.', 'facility')
const required = {
  sku: code('Stock keeping unit, unique within the facility, e.g. `BSK-20`.'),
  name: text(200, 'Name.'),
  category: kindWord('Kind of goods, one word, e.g. `HANDICRAFT` (kerajinan).'),
  unit,
}
const optional = {
  description: longText(2000, 'What buyers should know.'),
  barcode: Type.String({ minLength: 4, maxLength: 48, pattern: '^[0-9A-Z-]+$', description: 'Barcode, e.g. EAN-13.' }),
}
const withDefault = {
  isService: Type.Boolean({ default: false, description: 'A service (jasa), such as a haircut, and not goods.' }),
  published: Type.Boolean({ default: false, description: 'Whether it may be shown to the public.' }),
  grades: listOf(ref(Grade), 10, {
    minItems: 1,
    default: [{ code: 'A', sellable: true }],
    description: 'Grades (mutu), best first. A change replaces them all.',
  }),
  listPrices: listOf(ref(ListPrice), 50, { default: [], description: 'List prices (daftar harga); periods do not overlap. A change replaces them all.' }),
}

export const Product = object('Product', { id: Id, facilityId, ...required, ...nullables(optional), ...withDefault, archived, ...stamps })
export type Product = Static<typeof Product>

export const NewProduct = object('NewProduct', { facilityId, ...required, ...maybes(optional), ...optionals(withDefault) })
export type NewProduct = Static<typeof NewProduct>

export const ProductPatch = patch('ProductPatch', { ...required, ...nullables(optional), ...withDefault, archived })
export type ProductPatch = Static<typeof ProductPatch>

export const ProductQuery = pageQuery(Product, ['sku', 'name', 'updatedAt', 'id'], {
  facilityId: anyOf(facilityId),
  category: anyOf(required.category),
  unit: anyOf(unit),
  published: Type.Optional(Type.Boolean({ description: 'Published products, or the others.' })),
  isService: Type.Optional(Type.Boolean({ description: 'Services, or goods.' })),
  archived: archivedFilter,
  q: searchText('SKU or name'),
})
