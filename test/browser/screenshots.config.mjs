import base from './jest.config.mjs';

/** `npm run screenshots`: the main views into test/browser/output, to be looked at. */
export default { ...base, testRegex: ['test/browser/screenshots\\.ts$'], testTimeout: 600000 };
