import { resolve } from 'node:path';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { runOperatorCommand } from '../operator.js';
import { Progress } from '../progress.js';

async function withProgress(command: string, args: Record<string, string>): Promise<void> {
  const progress = new Progress('articles');
  try {
    await runOperatorCommand(command, args, progress.tell);
  } finally {
    progress.end();
  }
}

@SubCommand({
  name: 'import',
  arguments: '[folder]',
  description:
    'make the knowledge base what the folder says (default: knowledge-base); broken off, it is simply repeated',
})
export class KbImportCommand extends CommandRunner {
  run([folder]: string[]): Promise<void> {
    return withProgress('kb:import', { folder: resolve(folder ?? 'knowledge-base') });
  }
}

@SubCommand({ name: 'status', description: 'which embedder answers questions, and how far the next one is' })
export class KbStatusCommand extends CommandRunner {
  run(): Promise<void> {
    return runOperatorCommand('kb:status', {});
  }
}

@SubCommand({
  name: 'reindex',
  description: 'make all vectors anew beside those that serve, and switch when they are complete',
})
export class KbReindexCommand extends CommandRunner {
  run(): Promise<void> {
    return withProgress('kb:reindex', {});
  }
}

@Command({
  name: 'kb',
  aliases: ['knowledge'],
  description: 'the knowledge base',
  subCommands: [KbImportCommand, KbStatusCommand, KbReindexCommand],
})
export class KbCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
