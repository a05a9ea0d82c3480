/** The examples of all areas. */
import type { Demo } from '../../../src/demo/open-demo.ts'
import type { Operation } from '../contract.ts'
import { administration } from './administration.ts'
import { commerce } from './commerce.ts'
import { custody } from './custody.ts'
import type { Example, Refusal, Stage } from './example.ts'
import { platform } from './platform.ts'
import { production } from './production.ts'

const areas = [platform, custody, production, commerce, administration]

export const examplesOf = (demo: Demo): Map<string, Example> => new Map(areas.flatMap(({ examples }) => Object.entries(examples(demo))))

export const refusalsOf = (stage: Stage): Map<string, () => Refusal | Promise<Refusal>> =>
  new Map(areas.flatMap(({ refusals }) => Object.entries(refusals(stage))))

/** What to write for an operation that has no example, and where. */
export function missingExample({ id, method, path, params, query, body, lists }: Operation): string {
  const members = [
    ...(params.length === 0 ? [] : [`params: { ${params.map(({ name }) => `${name}: …`).join(', ')} }`]),
    ...(lists && method === 'GET' ? [`query: { ${query.map(({ name }) => `${name}: …`).join(', ')} }`, "fields: '…'"] : []),
    ...(body === undefined ? [] : ['body: { … }']),
  ]
  return `${method} ${path} has no example: add \`${id}: { ${members.join(', ')} }\` to "examples" in test/support/examples/<area>.ts, where src/<area>/ has the operation`
}

/** What to write for a problem that has no example, and where. */
export const missingRefusal = (code: string): string =>
  `The problem ${code} has no example: add \`'${code}': () => ({ method: …, path: …, call: … })\` to "refusals" in test/support/examples/<area>.ts, where src/<area>/ answers it`
