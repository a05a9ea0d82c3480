import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/**
 * Compiles a file of the project without looking at any other, and so without checking types: what runs at once is wanted.
 * @param name below `root`, ends in .ts
 * @param to the folder that has `dist`
 */
export function transpile(root: string, name: string, to = root): void {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  // A file by itself does not know that its package is of type "module".
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, module: 'esnext', sourceMap: false }, root)
  const fileName = join(root, name)
  const target = join(to, 'dist', name.replace(/ts$/, 'js'))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, ts.transpileModule(readFileSync(fileName, 'utf8'), { fileName, compilerOptions: options }).outputText)
}
