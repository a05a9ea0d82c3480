import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedExamples } from '../platform/contract/examples.ts'
import { projectFolder } from '../platform/contract/project-folder.ts'

/** Written by `npm run examples`. */
export const examplesFile = join(projectFolder, 'src', 'demo', 'examples.json')

export const readExamples = (): RecordedExamples => JSON.parse(readFileSync(examplesFile, 'utf8'))
