import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { AppError, type WeChatAccountCheck, type WireWeChatAccount } from '#kernel';
import { OperatorCommand, describeProblems, type CommandArguments } from '#platform';
import { AccountCare } from './account-care.js';
import { ChangedWeChatAccountDto, NewWeChatAccountDto } from './account.dto.js';
import { WeChatAccounts } from './accounts.js';

const OPERATOR = { id: null, name: 'operator' };

/** WeChat accounts on the command line. */
@Injectable()
export class WeChatAccountCommands {
  constructor(
    private readonly accounts: WeChatAccounts,
    private readonly care: AccountCare,
  ) {}

  @OperatorCommand('wechat:add')
  async add(args: CommandArguments): Promise<WireWeChatAccount> {
    return this.accounts.add(await valid(NewWeChatAccountDto, args), OPERATOR);
  }

  /** What is not given stays as it is. */
  @OperatorCommand('wechat:change')
  async change({ id: given, ...args }: CommandArguments): Promise<WireWeChatAccount> {
    const id = String(given);
    const { kind, name, appId, sends, version } = await this.accounts.show(id);
    const wanted = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const input = await valid(ChangedWeChatAccountDto, { kind, name, appId, sends, ...wanted, version });
    const account = await this.accounts.change(id, input, OPERATOR);
    await this.care.resume(id);
    return account;
  }

  @OperatorCommand('wechat:list')
  async list(): Promise<{ accounts: WireWeChatAccount[] }> {
    return { accounts: await this.accounts.all() };
  }

  @OperatorCommand('wechat:remove')
  async remove(args: CommandArguments): Promise<{ removed: string }> {
    const id = String(args['id']);
    await this.accounts.remove(id, OPERATOR);
    return { removed: id };
  }

  @OperatorCommand('wechat:test')
  test(args: CommandArguments): Promise<WeChatAccountCheck> {
    return this.care.check(String(args['id']));
  }
}

async function valid<T extends object>(type: new () => T, args: object): Promise<T> {
  const dto = plainToInstance(type, args);
  const problems = await validate(dto, { whitelist: true });
  if (problems.length > 0) throw new AppError('VALIDATION_FAILED', { reason: describeProblems(problems) });
  return dto;
}
