import { writeFileSync } from 'node:fs';

/** Writes how many tests passed and failed to the file that TEST_COUNTS_FILE names; does nothing where it is not set. */
export default class CountsReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.TEST_COUNTS_FILE;
    if (!file) return;
    // A file that could not even be run has no failed test of its own; a skipped test proves nothing.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    writeFileSync(file, `${results.numPassedTests} ${failed} ${skipped}\n`);
  }
}
