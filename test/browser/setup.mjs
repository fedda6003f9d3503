import { accessSync, constants } from 'node:fs';
import embedded from '../support/embedded-setup.mjs';

/** Fails with a sentence when there is no Chromium: the browser tests are never skipped. */
export default function setup() {
  process.env.CHROMIUM_PATH ||= '/usr/bin/chromium';
  try {
    accessSync(process.env.CHROMIUM_PATH, constants.X_OK);
  } catch {
    throw new Error(
      'npm run test:browser needs Chromium, and there is none at CHROMIUM_PATH (default /usr/bin/chromium). ' +
        'Install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH.',
    );
  }
  embedded();
}
