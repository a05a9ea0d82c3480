import { join } from 'node:path'

/** The folder of the project, for the files that are read as they are: this one is compiled to dist/src/platform/contract, or run as src/platform/contract. */
export const projectFolder = join(import.meta.dirname, import.meta.dirname.includes(join('dist', 'src')) ? '../../../..' : '../../..')
