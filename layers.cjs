/** The layers of ARCHITECTURE.md §2, held by dependency-cruiser: who may import whom, and who alone imports a package. */
const mayImport = {
  domain: [],
  feel: ['domain'],
  bpmn: ['domain', 'feel'],
  engine: ['domain', 'bpmn', 'feel'],
  ledger: ['domain'],
  commands: ['domain', 'bpmn', 'engine', 'ledger'],
  store: ['domain'],
  service: ['commands', 'store', 'bpmn', 'domain'],
  worker: ['service', 'store', 'domain'],
  http: ['service', 'store', 'bpmn', 'domain'],
};

const soleImporter = {
  luxon: 'domain',
  feelin: 'feel',
  re2js: 'feel',
  'bpmn-moddle': 'bpmn',
  'bpmn-engine': 'engine/rehearsal',
  canonicalize: 'ledger',
  knex: 'store',
  pg: 'store',
  '@electric-sql/pglite': 'store',
  fastify: 'http',
  '@fastify/[^/]+': 'http',
  typebox: 'http',
};

const layerRules = Object.entries(mayImport).map(([layer, allowed]) => ({
  name: `${layer}-imports-only-what-it-may`,
  comment: `src/${layer} may import: ${allowed.join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: [layer, ...allowed].map((name) => `^src/${name}/`) },
}));

const packageRules = Object.entries(soleImporter).map(([name, folder]) => ({
  name: `only-${folder.replace('/', '-')}-imports-${name.replace(/[^a-z0-9]+/g, '-')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${folder}/` },
  to: { path: `(^|/)node_modules/${name}/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-layers-do-no-io',
      comment: 'The law, the kernel, the commands and the ledger are pure: no files, network, timers or processes.',
      severity: 'error',
      from: { path: '^src/(domain|feel|engine|commands|ledger)/', pathNot: '^src/engine/rehearsal/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    ...layerRules,
    ...packageRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
