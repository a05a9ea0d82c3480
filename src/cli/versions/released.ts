/** The released contracts: `released/<version>.json` beside the current one, each the surface of what was released. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { byVersion } from './semver.ts'
import { type Surface, surfaceOf } from './surface.ts'

const fileOf = (folder: string, version: string): string => join(folder, 'released', `${version}.json`)

/** Oldest first; empty before the first release. */
export async function releasedContracts(folder: string): Promise<Surface[]> {
  const names = await readdir(join(folder, 'released')).catch(() => [])
  const versions = names.flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []).sort(byVersion)
  return Promise.all(versions.map(async (version) => surfaceOf(await readFile(fileOf(folder, version), 'utf8'))))
}

/** A line for every value, so that reviewers see what differs; indented it would be half as large again. */
export const lineByLine = (value: object): string => `${JSON.stringify(value, null, 1).replaceAll(/^ +/gm, '')}\n`

/** Keeps a contract as released on a day. @throws when its version was released before, unless it is to be done `again` */
export async function release(folder: string, text: string, day: string, again: boolean): Promise<string> {
  const surface = surfaceOf(text)
  const { version } = surface.info
  surface.info['x-released-on'] = day
  await mkdir(join(folder, 'released'), { recursive: true })
  try {
    await writeFile(fileOf(folder, version), lineByLine(surface), { flag: again ? 'w' : 'wx' })
  } catch (error) {
    throw new Error(`${version} is released already. Raise apiVersion in src/platform/contract/version.ts; only where nobody uses it yet, add --again.`, {
      cause: error,
    })
  }
  return version
}
