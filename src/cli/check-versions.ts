/** Fails where the contract differs from the last released one by more than its version says. `check-versions [folder]` */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { releasedContracts } from './versions/released.ts'
import { surfaceOf } from './versions/surface.ts'
import { verdictOn } from './versions/verdict.ts'

const folder = process.argv[2] ?? join(process.cwd(), 'openapi')
const baseline = (await releasedContracts(folder)).at(-1)
if (baseline === undefined) console.log('No contract is released yet.')
else {
  const { fits, message } = verdictOn(baseline, surfaceOf(await readFile(join(folder, 'openapi.json'), 'utf8')))
  if (fits) console.log(message)
  else {
    console.error(message)
    process.exitCode = 1
  }
}
