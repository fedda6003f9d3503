import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { EnvironmentError, DataDirInUseError } from '#platform';
import { CliModule } from './cli.module.js';

/** Ends with a sentence, not with a stack, when the caller can mend it. */
function fail(error: unknown): never {
  const code = (error as { code?: string }).code;
  // Commander has said it already: --help, an unknown option.
  if (code?.startsWith('commander.')) process.exit((error as { exitCode?: number }).exitCode ?? 1);
  const expected =
    error instanceof EnvironmentError ||
    error instanceof DataDirInUseError ||
    (error instanceof Error && error.name === 'CommandError');
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

try {
  await CommandFactory.run(CliModule, {
    logger: false,
    errorHandler: fail,
    serviceErrorHandler: fail,
    cliName: 'deskhand',
  });
} catch (error) {
  fail(error);
}
process.exit(process.exitCode ?? 0);
