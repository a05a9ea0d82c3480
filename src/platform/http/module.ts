/** What the wiring needs of a module: one object, exported by its index.ts. */
import type { FastifyPluginAsync } from 'fastify'
import { indonesian as audit } from '../audit/texts.id.ts'
import { declareGlossary, type Glossary } from '../contract/glossary.ts'
import { translate } from '../contract/language.ts'
import { declareFacts } from '../contract/problems.ts'
import { indonesian as contract } from '../contract/texts.id.ts'
import { indonesian as database } from '../database/texts.id.ts'
import { declarePersonalData, type PersonalData } from '../security/personal-data.ts'
import { type Access, declareAccess } from '../security/roles.ts'
import { indonesian as security } from '../security/texts.id.ts'
import { platformData } from './personal-data.ts'
import { indonesian as http } from './texts.id.ts'

export interface Module {
  access: Access
  /** Its operations. */
  routes: readonly FastifyPluginAsync[]
  /** The Indonesian words of the field that it brings. */
  glossary?: Glossary
  /** What its tables hold of persons. */
  personalData?: PersonalData
  /** The Indonesian of its sentences. */
  indonesian?: Readonly<Record<string, string>>
}

/** Takes what the modules declare, in the order of the document; once, before the first app is built. */
export function declareModules(modules: readonly Module[]): void {
  for (const texts of [audit, contract, database, http, security]) translate(texts)
  for (const { indonesian = {} } of modules) translate(indonesian)
  declareAccess(modules.map(({ access }) => access))
  declareGlossary(modules.map(({ glossary = {} }) => glossary))
  declareFacts()
  declarePersonalData([...modules.map(({ personalData = {} }) => personalData), platformData])
}
