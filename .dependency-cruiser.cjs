/** Who may import whom: docs/architecture.md, "Import rules". An arrow may skip a step; nothing points back. */
const FEATURES = [
  'admin',
  'health',
  'tasks',
  'billing',
  'recordings',
  'files',
  'vnc',
  'gateway',
  'sessions',
  'desktops',
];
const api = (names) => `^apps/api/src/(${names.join('|')})/`;
const LEAVES = ['auth', 'queue', 'signals', 'audit', 'database', 'kernel', 'config'];

/** What each feature may reach among the other features. */
const REACH = {
  desktops: [],
  sessions: ['desktops'],
  gateway: ['sessions', 'desktops'],
  vnc: ['gateway', 'sessions', 'desktops'],
  recordings: ['sessions', 'desktops'],
  billing: ['sessions', 'desktops'],
  files: ['sessions', 'desktops'],
  tasks: ['sessions', 'desktops'],
  admin: FEATURES,
  health: FEATURES,
};

const oneWay = Object.entries(REACH).map(([feature, reach]) => ({
  name: `${feature}-points-one-way`,
  severity: 'error',
  from: { path: api([feature]) },
  to: { path: api(FEATURES), pathNot: api([feature, ...reach]) },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-import-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test|bench)/' },
    },
    {
      name: 'web-never-imports-api',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^apps/(api|stripe-sandbox)/' },
    },
    {
      name: 'api-never-imports-web',
      severity: 'error',
      from: { path: '^apps/api/' },
      to: { path: '^apps/(web|stripe-sandbox)/' },
    },
    {
      name: 'sandbox-stands-alone',
      severity: 'error',
      from: { path: '^apps/stripe-sandbox/' },
      to: { path: '^(apps/(api|web)|libs)/' },
    },
    {
      name: 'kernel-and-config-import-no-feature',
      severity: 'error',
      from: { path: api(['kernel', 'config']) },
      to: { path: api([...FEATURES, 'auth', 'queue', 'signals', 'audit', 'database']) },
    },
    {
      name: 'leaves-import-no-feature',
      severity: 'error',
      from: { path: api(LEAVES) },
      to: { path: api(FEATURES) },
    },
    {
      name: 'nothing-of-the-product-listens-to-crash-points',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '/kernel/listen-to-crash-points\\.ts$' },
    },
    {
      name: 'app-imports-no-test',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: { path: '^(test|bench)/|/testing/' },
    },
    ...oneWay,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
