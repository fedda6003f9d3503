import { Injectable } from '@nestjs/common';
import { OperatorCommand, type CommandArguments } from '../operator/operator-commands.js';
import { Outbox } from './outbox.js';

/** Dead letters on the command line. */
@Injectable()
export class OutboxCommands {
  constructor(private readonly outbox: Outbox) {}

  @OperatorCommand('dead-letters')
  async list(): Promise<object> {
    return { deadLetters: await this.outbox.deadLetters() };
  }

  @OperatorCommand('dead-letters:run')
  async run(args: CommandArguments): Promise<object> {
    const ids = typeof args['id'] === 'string' ? [args['id']] : undefined;
    return { revived: await this.outbox.revive(ids) };
  }
}
