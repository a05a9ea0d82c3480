/** The one rule of the house: imports point down, rooms meet at their door, Prisma and Fastify stay where they belong. */
const wings = ['platform', 'custody', 'production', 'commerce', 'proceeds', 'insight', 'exchange']
const rooms = wings.slice(1).join('|')

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    ...wings.slice(0, -1).map((wing, at) => ({
      name: `${wing}-uses-no-later-wing`,
      severity: 'error',
      from: { path: `^src/${wing}/` },
      to: { path: `^src/(${wings.slice(at + 1).join('|')})/` },
    })),
    {
      name: 'nobody-imports-the-app',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|cli/export-openapi|demo/open-demo)\\.ts$' },
      to: { path: '^src/(app|main)\\.ts$' },
    },
    { name: 'rooms-know-no-tools', severity: 'error', from: { path: '^src/(?!tools/|main\\.ts)' }, to: { path: '^src/tools/' } },
    {
      name: 'rooms-meet-at-the-door',
      severity: 'error',
      from: { path: `^src/(${rooms})/([^/]+)/` },
      to: { path: `^src/(${rooms})/([^/]+)/`, pathNot: ['^src/$1/$2/', '/index\\.ts$'] },
    },
    {
      name: 'the-app-uses-doors',
      severity: 'error',
      from: { path: '^src/(app|main)\\.ts$|^src/tools/' },
      to: { path: `^src/(${rooms})/([^/]+)/(?!index\\.ts)` },
    },
    {
      name: 'sql-stays-in-stores',
      severity: 'error',
      from: { path: `^src/(${rooms})/`, pathNot: '/store\\.ts$' },
      to: { path: '^src/platform/database\\.ts$|^prisma/client|node_modules/(pg|@prisma)/' },
    },
    {
      name: 'prisma-client-behind-the-platform',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/database\\.ts$' },
      to: { path: '^prisma/client' },
    },
    {
      name: 'no-database-driver-in-rooms',
      severity: 'error',
      from: { path: `^src/(${rooms})/` },
      to: { path: 'node_modules/(pg|@prisma)/|^(node:)?(child_process|module|net)$' },
    },
    {
      name: 'fastify-stays-in-routes',
      severity: 'error',
      from: { path: `^src/(${rooms})/`, pathNot: 'routes\\.ts$' },
      to: { path: 'node_modules/(fastify|@fastify)' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      from: { path: '/rules\\.ts$' },
      to: { path: '/store\\.ts$|^src/platform/(database|corridor|access|listing)\\.ts$|^node:|node_modules/(pg|fastify)/', dependencyTypesNot: ['type-only'] },
    },
    // What only developers run may use what only developers install.
    {
      name: 'declared-packages-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/(dev|transpile)\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules|prisma/client' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
