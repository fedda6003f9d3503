import base from '../../jest.config.mjs';

/** The widget and the console in a real Chromium, one file after the other: a browser wants the machine for itself. */
export default {
  ...base,
  rootDir: '../..',
  globalSetup: '<rootDir>/test/browser/setup.mjs',
  testRegex: ['test/browser/.*\\.spec\\.ts$'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
