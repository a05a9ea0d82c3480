/** Prints the bill of materials that belongs to a release: `npm run --silent sbom > sbom.cdx.json`. */
import { billOfMaterials } from './supply/sbom.ts'

process.stdout.write(billOfMaterials(process.cwd()))
