import { resolve } from 'node:path';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { runOperatorCommand } from '../operator.js';

@SubCommand({
  name: 'import',
  arguments: '[folder]',
  description: 'make the knowledge base what the folder says (default: knowledge-base)',
})
export class KbImportCommand extends CommandRunner {
  run([folder]: string[]): Promise<void> {
    return runOperatorCommand('kb:import', { folder: resolve(folder ?? 'knowledge-base') });
  }
}

@Command({ name: 'kb', description: 'the knowledge base', subCommands: [KbImportCommand] })
export class KbCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
