import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { runOperatorCommand } from '../operator.js';

interface AddOptions {
  id: string;
  kind: string;
  appId: string;
  name?: string;
}

/** Secrets never stand in the arguments: other users of the machine see those, and shells remember them. */
const SECRETS = { appSecret: 'WECHAT_APP_SECRET', token: 'WECHAT_TOKEN', aesKey: 'WECHAT_AES_KEY' } as const;

@SubCommand({
  name: 'add',
  description: 'add an account; its secrets are read from WECHAT_APP_SECRET, WECHAT_TOKEN and WECHAT_AES_KEY',
})
export class WeChatAddCommand extends CommandRunner {
  run(_inputs: string[], options: AddOptions): Promise<void> {
    const secrets = Object.fromEntries(
      Object.entries(SECRETS).map(([name, variable]) => [name, process.env[variable]]),
    );
    return runOperatorCommand('wechat:add', { ...options, ...secrets });
  }

  @Option({ flags: '--id <id>', description: 'stands in the address of the callback', required: true })
  id(value: string): string {
    return value;
  }

  @Option({ flags: '--kind <kind>', description: 'official, mini_program or wecom_kf', required: true })
  kind(value: string): string {
    return value;
  }

  @Option({ flags: '--app-id <id>', description: 'AppID, or the corporation’s id (wecom_kf)', required: true })
  appId(value: string): string {
    return value;
  }

  @Option({ flags: '--name <name>', description: 'how the team calls it' })
  name(value: string): string {
    return value;
  }
}

@SubCommand({ name: 'list', description: 'list the accounts, without their secrets' })
export class WeChatListCommand extends CommandRunner {
  run(): Promise<void> {
    return runOperatorCommand('wechat:list', {});
  }
}

@SubCommand({ name: 'remove', arguments: '<id>', description: 'remove an account; its conversations stay' })
export class WeChatRemoveCommand extends CommandRunner {
  run([id]: string[]): Promise<void> {
    return runOperatorCommand('wechat:remove', { id });
  }
}

@SubCommand({ name: 'test', arguments: '<id>', description: 'ask WeChat whether id and secret are right' })
export class WeChatTestCommand extends CommandRunner {
  run([id]: string[]): Promise<void> {
    return runOperatorCommand('wechat:test', { id });
  }
}

@Command({
  name: 'wechat',
  description: 'accounts at WeChat',
  subCommands: [WeChatAddCommand, WeChatListCommand, WeChatRemoveCommand, WeChatTestCommand],
})
export class WeChatCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
