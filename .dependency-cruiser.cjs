/** The plan of src/, as rules: a rule per sentence. Areas and folders stand in the order in which they may use each other. */
const areas = ['custody', 'production', 'commerce', 'proceeds', 'insight', 'exchange', 'administration']
const folders = ['contract', 'database', 'security', 'audit', 'http']
const aModule = `src/(?:${areas.join('|')})/[^/]+`
const own = `^(${aModule})/`
const values = { dependencyTypesNot: ['type-only'] }
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

/** A file of a module imports these files of its own module, these of the platform and, where it is said, other modules; no packages but those named. */
const file = (name, path, { files = [], platform = [], modules = true, packages = [] }) =>
  rule(
    name,
    { path: `${own}${path}` },
    {
      ...values,
      pathNot: [
        ...files.map((one) => `^$1/${one}\\.ts$`),
        ...platform.map((one) => `^src/platform/${one}`),
        ...packages.map((one) => `(^|/)${one}(/|$)`),
        ...(modules ? [`^${aModule}/index\\.ts$`] : []),
      ],
    },
  )

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-circles', {}, { circular: true, viaOnly: values }),

    rule('platform-knows-no-module', { path: '^src/platform/' }, { path: '^src/(?!platform/)' }),
    ...folders.map((folder, at) =>
      rule(`${folder}-uses-no-later-folder`, { path: `^src/platform/${folder}/` }, { path: `^src/platform/(${folders.slice(at + 1).join('|') || 'none'})/` }),
    ),
    rule('platform-has-five-folders', { path: `^src/platform/(?!(${folders.join('|')})/)` }, {}),

    ...areas.map((area, at) => rule(`${area}-uses-no-later-area`, { path: `^src/${area}/` }, { path: `^src/(${areas.slice(at + 1).join('|') || 'none'})/` })),
    rule('modules-meet-at-index', { path: own }, { path: `^${aModule}/`, pathNot: ['^$1/', '/index\\.ts$'] }),
    rule('the-rest-uses-index', { path: '^src/(app|main|config)\\.ts$|^src/(cli|demo)/' }, { path: `^${aModule}/(?!index\\.ts$)` }),
    rule(
      'nobody-imports-the-app',
      { path: '^src/', pathNot: '^src/(main|cli/(canonical|erasures|export-openapi|retention)|demo/open-demo)\\.ts$' },
      { path: '^src/(app|main)\\.ts$' },
    ),
    rule('nobody-imports-scripts', { path: '^src/', pathNot: '^src/cli/' }, { path: '^src/cli/' }),
    rule('only-the-wiring-knows-the-demo', { path: '^src/', pathNot: '^src/((app|main)\\.ts$|cli/|demo/)' }, { path: '^src/demo/' }),

    file('schemas-are-shapes', 'schemas\\.ts$', {
      files: ['[a-z-]*schemas', 'roles'],
      platform: ['contract/', 'security/data-classes\\.ts$'],
      packages: ['typebox'],
    }),
    file('access-is-facts', 'access\\.ts$', { platform: ['security/'], modules: false }),
    file('problems-are-facts', 'problems\\.ts$', { files: ['schemas'], platform: ['contract/'] }),
    file('personal-data-is-facts', 'personal-data\\.ts$', { platform: ['security/personal-data\\.ts$'] }),
    file('rules-are-pure', 'rules\\.ts$', { files: ['schemas', 'problems'], platform: ['contract/'], packages: ['node:util', 'util'] }),
    file('stores-hold-sql', '[a-z-]*store\\.ts$', {
      files: ['[a-z-]*schemas', 'problems', 'rules', '[a-z-]*store'],
      platform: ['contract/', 'database/', 'security/', 'audit/'],
      packages: ['node:crypto', 'crypto'],
    }),
    file('texts-stand-alone', 'texts\\.id\\.ts$', { modules: false }),
    rule('use-cases-know-no-routes', { path: own, pathNot: '/(index|[a-z-]*routes)\\.ts$' }, { path: `${own}[a-z-]*routes\\.ts$` }),

    rule(
      'sql-stays-in-stores',
      { path: own, pathNot: '/[a-z-]*store\\.ts$' },
      { ...values, path: '^src/platform/database/(sql|listing|pool|constraints)\\.ts$' },
    ),
    rule('prisma-client-behind-the-database', { path: '^src/', pathNot: '^src/platform/database/' }, { path: '^prisma/client|node_modules/@prisma/' }),
    rule('no-plumbing-in-modules', { path: own }, { path: 'node_modules/(pg|@prisma)/|^(node:)?(child_process|module|net|http|https)$' }),
    rule('fastify-stays-in-routes', { path: own, pathNot: 'routes\\.ts$' }, { path: 'node_modules/(fastify|@fastify)' }),

    // What only developers run may use what only developers install.
    rule('declared-packages-only', { path: '^src/', pathNot: '^src/cli/(dev|transpile)\\.ts$' }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] }),
    rule('everything-resolves', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules|prisma/client' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
