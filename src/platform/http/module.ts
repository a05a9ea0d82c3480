/** What the wiring needs of a module: one object, exported by its index.ts. */
import type { FastifyPluginAsync } from 'fastify'
import { type Access, declareAccess } from '../security/roles.ts'

export interface Module {
  access: Access
  /** Its operations by the path under which they stand. */
  routes: Readonly<Record<string, FastifyPluginAsync>>
}

/** Takes what the modules declare, in the order of the document; once, before the first app is built. */
export function declareModules(modules: readonly Module[]): void {
  declareAccess(modules.map(({ access }) => access))
}
