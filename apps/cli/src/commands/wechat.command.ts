import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { runOperatorCommand } from '../operator.js';

interface ChangeOptions {
  appId?: string;
  name?: string;
  sends?: string;
}

interface AddOptions extends ChangeOptions {
  id: string;
  kind: string;
}

const APP_ID = { flags: '--app-id <id>', description: 'AppID, or the corporation’s id (wecom_kf)' };
const NAME = { flags: '--name <name>', description: 'how the team calls it' };
const SENDS = {
  flags: '--sends <how>',
  description: 'api: by customer-service messages; passive: only in the answer to a callback, without that permission',
};

/** Secrets never stand in the arguments: other users of the machine see those, and shells remember them. */
const SECRETS = { appSecret: 'WECHAT_APP_SECRET', token: 'WECHAT_TOKEN', aesKey: 'WECHAT_AES_KEY' } as const;

function secrets(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(SECRETS).map(([name, variable]) => [name, process.env[variable]]));
}

@SubCommand({
  name: 'add',
  description: 'add an account; its secrets are read from WECHAT_APP_SECRET, WECHAT_TOKEN and WECHAT_AES_KEY',
})
export class WeChatAddCommand extends CommandRunner {
  run(_inputs: string[], options: AddOptions): Promise<void> {
    return runOperatorCommand('wechat:add', { ...options, ...secrets() });
  }

  @Option({ flags: '--id <id>', description: 'stands in the address of the callback', required: true })
  id(value: string): string {
    return value;
  }

  @Option({ flags: '--kind <kind>', description: 'official, mini_program or wecom_kf', required: true })
  kind(value: string): string {
    return value;
  }

  @Option({ ...APP_ID, required: true })
  appId(value: string): string {
    return value;
  }

  @Option(NAME)
  name(value: string): string {
    return value;
  }

  @Option(SENDS)
  sends(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'change',
  arguments: '<id>',
  description:
    'change an account; what is not given stays, secrets too (WECHAT_APP_SECRET, WECHAT_TOKEN, WECHAT_AES_KEY)',
})
export class WeChatChangeCommand extends CommandRunner {
  run([id]: string[], options: ChangeOptions): Promise<void> {
    return runOperatorCommand('wechat:change', { ...options, ...secrets(), id });
  }

  @Option(APP_ID)
  appId(value: string): string {
    return value;
  }

  @Option(NAME)
  name(value: string): string {
    return value;
  }

  @Option(SENDS)
  sends(value: string): string {
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
  subCommands: [WeChatAddCommand, WeChatChangeCommand, WeChatListCommand, WeChatRemoveCommand, WeChatTestCommand],
})
export class WeChatCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
