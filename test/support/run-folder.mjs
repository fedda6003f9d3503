import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder of one test run; workers inherit it. `test/support/database.ts` keeps templates and data folders in it. */
export const RUN_FOLDER = 'DESKHAND_TEST_RUN';

export function makeRunFolder() {
  process.env[RUN_FOLDER] = mkdtempSync(join(tmpdir(), 'deskhand-test-'));
}

export function removeRunFolder() {
  const folder = process.env[RUN_FOLDER];
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}
