import { type Static, Type } from 'typebox'
import { phrase } from '../../platform/contract/language.ts'
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
  patterned,
  ref,
  stamps,
  text,
} from '../../platform/contract/shapes.ts'
import { codeForm, defineForm, digitsForm, formKeyword, inForm } from '../../platform/contract/text-forms.ts'

const whole = [
  ...['BUAH', 'UNIT', 'SET', 'PASANG', 'LUSIN', 'KODI', 'GROS', 'BIJI', 'BUTIR', 'EKOR', 'BATANG', 'POHON', 'LEMBAR', 'HELAI', 'POTONG', 'KEPING', 'STEL'],
  ...['IKAT', 'TANDAN', 'SISIR', 'ROL', 'RIM', 'EKSEMPLAR', 'PAKET', 'PAK', 'BUNGKUS', 'KOTAK', 'DUS', 'KARUNG', 'POT', 'BOTOL', 'TOPLES', 'KALENG'],
  ...['JERIKEN', 'GALON', 'PORSI', 'KALI', 'ORANG', 'HARI', 'BULAN'],
] as const
const divisible = ['GRAM', 'ONS', 'KG', 'KUINTAL', 'TON', 'ML', 'LITER', 'CM', 'METER', 'M2', 'ARE', 'HEKTARE', 'M3', 'JAM'] as const
export type Unit = (typeof whole | typeof divisible)[number]

/** How many decimals a quantity in each unit may have. Source: units of e-Faktur and of price lists of UPTs, as published. */
export const decimalsOf = Object.fromEntries([...whole.map((unit) => [unit, 0]), ...divisible.map((unit) => [unit, 3])]) as Record<Unit, 0 | 3>

/** What others write for the same units. Source: abbreviations in use, and the codes of UN/ECE Recommendation 20. */
const alsoWritten: Record<string, Unit> = {
  ...{ PCS: 'BUAH', PC: 'BUAH', BH: 'BUAH', H87: 'BUAH', PSG: 'PASANG', PR: 'PASANG', LSN: 'LUSIN', DZN: 'LUSIN', LBR: 'LEMBAR', EKS: 'EKSEMPLAR' },
  ...{ ROLL: 'ROL', BOX: 'KOTAK', PACK: 'PAK', JERIGEN: 'JERIKEN', G: 'GRAM', GR: 'GRAM', GRM: 'GRAM', KILOGRAM: 'KG', KGM: 'KG', TNE: 'TON' },
  ...{ MILILITER: 'ML', MLT: 'ML', L: 'LITER', LTR: 'LITER', SENTIMETER: 'CM', CMT: 'CM', M: 'METER', MTR: 'METER', MTK: 'M2', MTQ: 'M3', HUR: 'JAM' },
}
const unitForm = defineForm('unit', (text) => {
  const word = inForm(codeForm, text).normalize('NFKC').toUpperCase()
  return alsoWritten[word] ?? word
})

export const unit = {
  ...openWords(
    [...whole, ...divisible],
    phrase`What it is counted in (satuan). Three decimals: ${divisible.join(', ')}; the others are whole. Also understood: ${Object.keys(alsoWritten).join(', ')}.`,
  ),
  [formKeyword]: unitForm,
}

export const gradeCode = patterned(20, '^[A-Z][A-Z0-9_]*$', 'Code of the grade (mutu), unique within the product, e.g. `A`.')

export const Grade = object('Grade', { code: gradeCode, sellable: Type.Boolean({ description: 'Whether goods of this grade may be sold.' }) })
export type Grade = Static<typeof Grade>

export const ListPrice = object('ListPrice', {
  amount: money('Price of one unit (harga satuan), in rupiah.'),
  from: day('First day it holds.'),
  to: Type.Optional(nullable(day('Last day it holds; without it until the day before the next one begins.'))),
})
export type ListPrice = Static<typeof ListPrice>

/** A UPC-A of 12 digits is the EAN-13 with a 0 before it, and so is a GTIN-14 that begins with one. Source: GS1 General Specifications, 3.3. */
const barcodeForm = defineForm('barcode', (text) => {
  const code = inForm(codeForm, text)
  const digits = inForm(digitsForm, code)
  if (/^(\d{12}|0\d{13})$/.test(digits)) return digits.padStart(14, '0').slice(1)
  return /^(\d{8}|\d{13,14})$/.test(digits) ? digits : code
})

const facilityId = idOf('The facility (UPT) that makes it: one in service. It never changes.', 'facility')
const required = {
  sku: code('Stock keeping unit, unique within the facility, e.g. `BSK-20`.'),
  name: text(200, 'Name.'),
  category: kindWord('Kind of goods, one word, e.g. `HANDICRAFT` (kerajinan).'),
  unit,
}
const optional = {
  description: longText(2000, 'What buyers should know.'),
  barcode: patterned(
    48,
    '^[0-9A-Z-]+$',
    'Barcode, unique within the facility. One of 8, 12, 13 or 14 digits is a GTIN (EAN, UPC), whose last digit checks the others.',
    {
      minLength: 4,
      form: barcodeForm,
    },
  ),
}
const withDefault = {
  isService: Type.Boolean({ default: false, description: 'A service (jasa), such as a haircut, and not goods.' }),
  published: Type.Boolean({ default: false, description: 'Whether it may be shown to the public.' }),
  grades: listOf(ref(Grade), 10, {
    minItems: 1,
    default: [{ code: 'A', sellable: true }],
    description: 'Grades (mutu), best first. A change replaces them all.',
  }),
  listPrices: listOf(ref(ListPrice), 50, {
    default: [],
    description: 'List prices (daftar harga), the earliest first in an answer; periods do not overlap. A change replaces them all.',
  }),
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
