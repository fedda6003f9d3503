import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import base from './jest.config.mjs';

const output = fileURLToPath(new URL('output', import.meta.url));
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

/** `npm run screenshots`: every view, and the pictures of the README, into test/browser/output, to be looked at. */
export default { ...base, testRegex: ['test/browser/(\\w+\\.)?screenshots\\.ts$'], testTimeout: 600000 };
