import base from '../../jest.config.mjs';

/** What has neither PostgreSQL nor Redis below it: `npm test` has proved it already, and here it would be the same once more. */
const WITHOUT_SERVERS = [
  'e2e/bad-input/evaluation',
  'e2e/bad-input/secrets',
  'e2e/bad-input/start',
  'integration/asyncapi',
  'integration/import-rules',
  'integration/llm\\.grounded',
  'integration/llm\\.module',
  'integration/llm\\.openai',
  'integration/platform/data-dir-lock',
  'integration/wechat/stand-in',
  'integration/words',
];

/** The integration and end-to-end suites once more, against the PostgreSQL and the Redis of DATABASE_URL and REDIS_URL. */
export default {
  ...base,
  rootDir: '../..',
  globalSetup: '<rootDir>/test/services/setup.mjs',
  globalTeardown: '<rootDir>/test/services/teardown.mjs',
  testRegex: ['test/(integration|e2e|services)/.*\\.spec\\.ts$'],
  testPathIgnorePatterns: ['/node_modules/', ...WITHOUT_SERVERS.map((name) => `/test/${name}\\.spec\\.ts$`)],
};
