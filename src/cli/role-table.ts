/** Which role may call which operation, as a file: from the roles in the code and the scopes in the contract. */
import { roleNames, roleWords } from '../administration/clients/index.ts'
import { scopesOf, scopesThatShow } from '../platform/security/roles.ts'

interface Operation {
  operationId: string
  tags: string[]
  'x-scope'?: string
}

const holds = (role: string, scope: string): boolean => scopesOf([role]).includes(scope)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: (readonly string[])[]): string => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
const marks = (scope: string): string[] => roleNames.map((role) => (holds(role, scope) ? 'yes' : ''))

/** @param contract the document as JSON */
export function rolesMarkdown(contract: string): string {
  const { paths, tags } = JSON.parse(contract) as { paths: Record<string, Record<string, Operation>>; tags: { name: string }[] }
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const sections = tags.flatMap(({ name }) => {
    const rows = operations.flatMap(({ operationId, tags, 'x-scope': scope }) =>
      scope !== undefined && tags.includes(name) ? [[`\`${operationId}\``, `\`${scope}\``, ...marks(scope)]] : [],
    )
    return rows.length === 0 ? [] : [`### ${name}\n\n${table(['operation', 'scope', ...roleNames], rows)}\n`]
  })
  const list = roleNames.map((role) => `- \`${role}\`: ${roleWords[role]}`)
  const members = scopesThatShow().map(([scope, opens]) => [`\`${scope}\``, opens, ...marks(scope)])
  return `# Roles (peran)

What each role may do. A client may hold several, and has the scopes of all of them; which rows it sees, its facilities say: a row of another facility
does not exist, whatever the role. Generated from the roles in the code and the scopes of the contract by \`npm run openapi\`.

${list.join('\n')}

Whoever has valid credentials may read \`/v1/me\`. No role can make, change or see a client but \`operator\`, which sees no person.

## Persons

Beside the scope of an operation these are needed; without them values are masked.

${table(['scope', 'shows', ...roleNames], members)}

## Operations

${sections.join('\n')}`
}
