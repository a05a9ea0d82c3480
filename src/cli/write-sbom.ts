/** `npm run --silent sbom > sbom.cdx.json`: prints the bill of materials that belongs to a release. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isStarted } from './command.ts'

interface Lock {
  packages: Record<string, { dev?: boolean; devOptional?: boolean; devDependencies?: unknown }>
}

/**
 * The bill of materials of what runs in production (CycloneDX, JSON). `npm sbom --omit=dev` leaves out packages that the
 * development tools need as well, so it is asked about a lock file without those tools.
 */
export function billOfMaterials(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'binakarya-sbom-'))
  try {
    const { devDependencies: _, ...manifest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    lock.packages = Object.fromEntries(Object.entries(lock.packages).filter(([, { dev, devOptional }]) => !dev && !devOptional))
    delete lock.packages['']?.devDependencies
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
    const asked = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx']
    const { status, stdout, stderr } = spawnSync('npm', asked, {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    })
    if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`)
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (isStarted(import.meta.url)) process.stdout.write(billOfMaterials(process.cwd()))
