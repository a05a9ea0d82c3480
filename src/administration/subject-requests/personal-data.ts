/** The record of processing (UU PDP 27/2022, art. 31) as a file, printed from the catalogue. */
import type { DataClass } from '../../platform/security/data-classes.ts'
import { catalogue, type Erasure, retentions, type Table } from './data-catalogue.ts'

const classes: Record<DataClass, string> = {
  identity: 'identity (identitas): names and numbers that lead to one person',
  contact: 'contact (kontak): how to reach a person',
  custody: 'custody (penahanan): that and how somebody is held; specific data of the law',
  profile: 'profile (profil): what describes a person without naming one',
  financial: 'financial (keuangan): payments of a person; specific data of the law',
}

const ways: Record<Erasure, string> = {
  KEPT: 'stays',
  CLEARED: 'is emptied',
  EMPTIED: 'is emptied',
  MASKED: 'becomes `***`',
  NUMBERED: 'becomes `***` and a short id',
  PSEUDONYM: 'becomes `N.N.` and a short id',
  NAMELESS: 'becomes `N.N.`',
}

const period = ({ retention }: Table): string => {
  const { years, from, basis } = retentions[retention]
  return `${years === null ? from : `${years} years from ${from}`} (${basis})`
}

function section(name: string, table: Table): string {
  const { purpose, scope, classScopes = {}, columns } = table
  const rows = Object.entries(columns)
    .filter(([, column]) => column.class !== 'none' || column.erasure !== 'KEPT')
    .map(([column, { class: dataClass, erasure }]) => {
      const shown = (dataClass === 'none' ? undefined : classScopes[dataClass]) ?? scope
      return `| \`${column}\` | ${dataClass} | ${shown === null ? 'nobody' : `\`${shown}\``} | ${ways[erasure]} |`
    })
  const head = '| column (kolom) | class (golongan) | shown with (cakupan izin) | erasure (penghapusan) |\n| --- | --- | --- | --- |'
  return `## ${name}\n\nPurpose (tujuan): ${purpose}\n\nRetention (masa simpan): ${period(table)}.\n\n${head}\n${rows.join('\n')}\n`
}

export function personalDataMarkdown(): string {
  const tables = Object.entries(catalogue)
  const isPersonal = ([, { columns }]: [string, Table]) => Object.values(columns).some((column) => column.class !== 'none')
  const list = Object.values(classes).map((meaning) => `- ${meaning}`)
  const others = tables.filter((table) => !isPersonal(table)).map(([name, { purpose }]) => `- \`${name}\`: ${purpose}`)
  return `# Personal data (data pribadi)

The record of processing (rekam kegiatan pemrosesan, UU PDP 27/2022 article 31): every table that holds personal data, why, for
whom, how long, and what erasure makes of it. Generated from the catalogue in the code by \`npm run openapi\`; a test compares the catalogue with
the database and the contract. Periods are proposals that the operator sets.

Classes:

${list.join('\n')}

${tables
  .filter(isPersonal)
  .map(([name, table]) => section(name, table))
  .join('\n')}
## Tables without personal data

${others.join('\n')}
`
}
