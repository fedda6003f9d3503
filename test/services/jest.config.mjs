import base from '../../jest.config.mjs';

/** The integration and end-to-end suites once more, against the PostgreSQL and the Redis of DATABASE_URL and REDIS_URL. */
export default {
  ...base,
  rootDir: '../..',
  globalSetup: '<rootDir>/test/services/setup.mjs',
  globalTeardown: '<rootDir>/test/services/teardown.mjs',
  testRegex: ['test/(integration|e2e|services)/.*\\.spec\\.ts$'],
};
