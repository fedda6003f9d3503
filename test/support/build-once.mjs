import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds what has changed, before any test: those that start processes or ask for the faces find them, and none builds beside another. */
export function buildOnce() {
  execFileSync(process.execPath, ['apps/build.mjs', '--quiet'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
