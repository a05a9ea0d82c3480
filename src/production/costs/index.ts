import { phrase } from '../../platform/contract/language.ts'
import type { Module } from '../../platform/http/module.ts'
import { access } from './access.ts'
import { personalData } from './personal-data.ts'
import { costRoutes } from './routes.ts'
import { indonesian } from './texts.id.ts'

export const costs: Module = {
  access,
  routes: [costRoutes],
  glossary: {
    'biaya produksi': ['cost', phrase`What goes into a batch, in whole rupiah, and who bears it.`, '/v1/costs'],
    'modal kerja': ['working capital', phrase`The money of a facility that pays for material.`],
  },
  personalData,
  indonesian,
}
