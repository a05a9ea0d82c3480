/** The changelog, made from what differs between the contracts that were released one after another. */
import type { Changelog, ContractChange, ContractVersion } from '../../platform/contract/changelog.ts'
import { changesBetween } from './compare.ts'
import type { Surface } from './surface.ts'

/** `released`: oldest first. The current contract is a version of its own once it is newer than the last of them. */
export function changelogOf(released: readonly Surface[], current: Surface): Changelog {
  const isNew = released.at(-1)?.info.version !== current.info.version
  const versions = isNew ? [...released, current] : released
  const items = versions.map((surface, at): ContractVersion => {
    const before = versions[at - 1]
    return {
      version: surface.info.version,
      releasedOn: surface.info['x-released-on'] ?? null,
      changes: before === undefined ? [] : changesBetween(before, surface).map(({ advice: _, ...change }) => change),
    }
  })
  return { items: items.reverse() }
}

const headings = [
  ['Breaking', ({ breaking }: ContractChange) => breaking],
  ['Added', ({ breaking, kind }: ContractChange) => !breaking && kind === 'added'],
  ['Changed', ({ breaking, kind }: ContractChange) => !breaking && kind === 'changed'],
  ['Deprecated', ({ breaking, kind }: ContractChange) => !breaking && kind === 'deprecated'],
  ['Removed', ({ breaking, kind }: ContractChange) => !breaking && kind === 'removed'],
] as const

/** Names a few operations and counts the rest. */
export function concerned(operations: readonly string[]): string {
  const named = operations.slice(0, 3).join(', ')
  return operations.length > 3 ? `${named} and ${operations.length - 3} more` : named
}

const lineOf = ({ place, text, operations }: ContractChange): string =>
  `- **${place}**: ${text}${operations.length === 0 ? '' : ` (${operations.join(', ')})`}.`

function sectionOf({ version, releasedOn, changes }: ContractVersion, isFirst: boolean): string {
  const parts = headings.flatMap(([title, belongs]) => {
    const lines = changes.filter(belongs).map(lineOf)
    return lines.length === 0 ? [] : [`### ${title}\n\n${lines.join('\n')}\n`]
  })
  const nothing = isFirst ? 'The first release.\n' : 'Nothing that a program could notice.\n'
  return `## ${version} (${releasedOn ?? 'unreleased'})\n\n${parts.length === 0 ? nothing : parts.join('\n')}`
}

export function changelogMarkdown({ items }: Changelog): string {
  const sections = items.map((one, at) => sectionOf(one, at === items.length - 1))
  return `# Changelog of the contract\n\nWhat a program can notice, version by version. Generated from the released contracts by \`npm run openapi\`; served at \`/v1/changelog\`.\n\n${sections.join('\n')}`
}
