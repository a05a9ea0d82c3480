/** Whether the current contract may carry its version, and what to do where it may not. */
import { concerned } from './changelog.ts'
import { type Change, changesBetween } from './compare.ts'
import { byVersion, lowestVersion, type Weight } from './semver.ts'
import type { Surface } from './surface.ts'

export interface Verdict {
  weight: Weight
  fits: boolean
  /** For people: what changed, and what to do. */
  message: string
}

const lineOf = ({ place, text, advice, operations }: Change): string =>
  `  - ${place}: ${text}${operations.length === 0 ? '' : ` (${concerned(operations)})`}${advice === '' ? '' : `; ${advice}`}`
const counted = (count: number, what: string): string[] => (count === 0 ? [] : [`${count} ${what} change${count === 1 ? '' : 's'}`])

export function verdictOn(released: Surface, current: Surface): Verdict {
  const changes = changesBetween(released, current)
  const breaking = changes.filter((change) => change.breaking)
  const compatible = changes.filter((change) => !change.breaking)
  const weight = breaking.length > 0 ? 'breaking' : compatible.length > 0 ? 'compatible' : 'none'
  const [was, is] = [released.info.version, current.info.version]
  const lowest = lowestVersion(was, weight)
  const fits = byVersion(is, lowest) >= 0
  const summary = [counted(breaking.length, 'breaking'), counted(compatible.length, 'compatible')].flat().join(' and ') || 'no change'
  if (fits) return { weight, fits, message: `The contract ${is} fits: ${summary} since ${was}.` }
  const what = weight === 'breaking' ? breaking : compatible
  const todo =
    weight === 'breaking'
      ? `Undo them as each line says, or set apiVersion in src/platform/contract/version.ts to ${lowest} or higher. Programs of today can fail on them:`
      : weight === 'compatible'
        ? `Set apiVersion in src/platform/contract/version.ts to ${lowest} or higher, and run \`npm run openapi\`:`
        : `A version never falls: set apiVersion in src/platform/contract/version.ts to ${lowest} or higher.`
  return { weight, fits, message: [`The contract has ${summary} since ${was}, and its version is ${is}.`, todo, ...what.map(lineOf)].join('\n') }
}
