import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { runOperatorCommand } from '../operator.js';

@SubCommand({ name: 'run', arguments: '[id]', description: 'try a given-up job again, or all of them' })
export class DeadLettersRunCommand extends CommandRunner {
  run([id]: string[]): Promise<void> {
    return runOperatorCommand('dead-letters:run', { id });
  }
}

@Command({ name: 'dead-letters', description: 'list jobs that were given up', subCommands: [DeadLettersRunCommand] })
export class DeadLettersCommand extends CommandRunner {
  run(): Promise<void> {
    return runOperatorCommand('dead-letters', {});
  }
}
