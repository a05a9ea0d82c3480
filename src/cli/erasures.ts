/**
 * `npm run erasures -- --export <file>` writes who was erased, by ids that name nobody; keep the file apart from the backups.
 * `npm run erasures -- --apply <file>` erases them again after a restore.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Erasure, eraseAgain, erasures } from '../administration/retention/index.ts'
// Declares the modules: each says what of its tables is erased, and how.
import '../app.ts'
import { isId } from '../platform/contract/shapes.ts'
import { serviceCommand } from './command.ts'

/** @throws Error that names the line which is not one of such a file */
function readLine(line: string, at: number): Erasure {
  const [type, id = '', erasedAt = ''] = line.split('\t')
  if ((type !== 'INMATE' && type !== 'BUYER') || !isId(id)) throw new Error(`Line ${at + 1} is not one that --export wrote.`)
  return { type, id, erasedAt }
}

await serviceCommand(async (service) => {
  const { values } = parseArgs({ options: { export: { type: 'string' }, apply: { type: 'string' } } })
  if ((values.export === undefined) === (values.apply === undefined)) throw new Error('Say --export <file> or --apply <file>.')
  if (values.export !== undefined) {
    const list = await erasures(service)
    // Whole or not at all.
    await writeFile(`${values.export}.new`, list.map(({ type, id, erasedAt }) => `${type}\t${id}\t${erasedAt}\n`).join(''), { mode: 0o600 })
    await rename(`${values.export}.new`, values.export)
    console.log(`${list.length} erasures are in the file.`)
    return
  }
  const lines = (await readFile(String(values.apply), 'utf8')).split('\n').filter((line) => line !== '')
  const list = lines.map(readLine)
  const again = await eraseAgain(service, list)
  console.log(`${again} of ${list.length} persons had come back, and were erased again.`)
})
