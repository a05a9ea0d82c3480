/** Keeps the contract that the code says now as a released one, and writes openapi/ anew. `--again` replaces a release of the same version. */
import { join } from 'node:path'
import { command } from './command.ts'
import { contractText, writeContractFiles } from './export-openapi.ts'
import { release } from './versions/released.ts'

const folder = join(process.cwd(), 'openapi')
await command(async () => {
  const version = await release(folder, await contractText(), new Date().toISOString().slice(0, 10), process.argv.includes('--again'))
  await writeContractFiles(folder)
  console.log(`The contract ${version} is released: commit openapi/.`)
})
