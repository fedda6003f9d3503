import { NestFactory } from '@nestjs/core';
import { AppError } from '#kernel';
import {
  AppConfig,
  OperatorCommands,
  askOperatorSocket,
  type CommandArguments,
  type CommandProgress,
  type OperatorReply,
} from '#platform';
import { AppModule } from '../../api/src/app.module.js';

/** Told to the operator as it is, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/**
 * Runs an operators' command where the database is: in the running embedded desk, over its socket file; otherwise here, in a desk that
 * runs no jobs. Prints the result as JSON.
 */
export async function runOperatorCommand(
  command: string,
  args: CommandArguments,
  onProgress?: CommandProgress,
): Promise<void> {
  const config = Object.assign(AppConfig.load(), { background: false });
  const result =
    (await overSocket(config, command, args, onProgress)) ?? (await here(config, command, args, onProgress));
  if (!result.ok) throw new CommandError(result.message);
  process.stdout.write(`${JSON.stringify(result.result, null, 2)}\n`);
}

async function overSocket(
  config: AppConfig,
  command: string,
  args: CommandArguments,
  onProgress?: CommandProgress,
): Promise<OperatorReply | undefined> {
  if (!config.embedded) return undefined;
  try {
    return await askOperatorSocket(config.dataDir, command, args, onProgress);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    throw error;
  }
}

async function here(
  config: AppConfig,
  command: string,
  args: CommandArguments,
  onProgress?: CommandProgress,
): Promise<OperatorReply> {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    return { ok: true, result: await app.get(OperatorCommands).run(command, args, onProgress) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, message: error.toWire('en').message };
    throw error;
  } finally {
    await app.close();
  }
}
