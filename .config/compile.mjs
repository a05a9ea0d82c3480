// `tsc --build`, which says beforehand when there is something to compile, and nothing when there is not.
import ts from 'typescript'

const named = { getCurrentDirectory: ts.sys.getCurrentDirectory, getCanonicalFileName: (name) => name, getNewLine: () => ts.sys.newLine }
const host = ts.createSolutionBuilderHost(ts.sys, undefined, (fault) => console.error(ts.formatDiagnosticsWithColorAndContext([fault], named)))
const builder = ts.createSolutionBuilder(host, ['tsconfig.json'], {})
if (builder.getNextInvalidatedProject()?.kind === ts.InvalidatedProjectKind.Build) console.error('Compiling, which takes half a minute the first time.')
process.exitCode = builder.build()
