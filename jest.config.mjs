import { readFileSync } from 'node:fs';

/** The build's own settings, less its rule that leaves specs out. */
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.exclude;
delete swc.$schema;
swc.swcrc = false;

/** One Jest for every suite: `npm test` runs unit specs beside the code and test/integration, test/e2e on the embedded parts. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^#([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testRegex: ['(libs|apps)/.*\\.spec\\.ts$', 'test/(integration|e2e)/.*\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
  testTimeout: 180_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/support/counts-reporter.mjs'],
  globalSetup: '<rootDir>/test/support/embedded-setup.mjs',
  globalTeardown: '<rootDir>/test/support/embedded-teardown.mjs',
};
