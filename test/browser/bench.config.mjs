import base from './jest.config.mjs';

/** `npm run bench:browser`: how smooth long lists are, as figures. */
export default { ...base, testRegex: ['test/browser/.*\\.bench\\.ts$'], testTimeout: 600_000 };
