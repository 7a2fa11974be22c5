import presets from 'jest-preset-angular/presets/index.js';

const swc = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    },
  ],
};

/** Node projects resolve `#contracts` and friends to their sources, so tests need no build. */
const node = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: swc,
  setupFiles: ['<rootDir>/test/support/jest.setup.mjs'],
};

export default {
  projects: [
    {
      ...node,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/apps/api/**/*.spec.ts',
        '<rootDir>/apps/stripe-sandbox/**/*.spec.ts',
        '<rootDir>/libs/**/*.spec.ts',
        '<rootDir>/test/support/**/*.spec.ts',
      ],
    },
    {
      ...presets.createEsmPreset({ tsconfig: '<rootDir>/apps/web/tsconfig.spec.json' }),
      displayName: 'web',
      testMatch: ['<rootDir>/apps/web/**/*.spec.ts'],
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
      testEnvironment: 'jest-preset-angular/environments/jest-jsdom-env',
      testEnvironmentOptions: {
        exportConditions: ['source', 'browser'],
        customExportConditions: ['source', 'browser'],
      },
      setupFilesAfterEnv: ['<rootDir>/test/support/jest.web.setup.mjs'],
    },
    { ...node, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'] },
  ],
  testTimeout: 30_000,
  maxWorkers: 2,
};
