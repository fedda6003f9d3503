import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { WeChatAccountCheck, WireWeChatAccount } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { AccountCare } from './account-care.js';
import { ChangedWeChatAccountDto, NewWeChatAccountDto } from './account.dto.js';
import { WeChatAccounts } from './accounts.js';

/** The merchant's accounts at WeChat. Secrets go in and never come out. */
@ApiTags('wechat')
@ApiBearerAuth()
@AgentsOnly('channels.manage')
@Controller('api/v1/wechat/accounts')
export class WeChatAccountsController {
  constructor(
    private readonly accounts: WeChatAccounts,
    private readonly care: AccountCare,
  ) {}

  @Get()
  async list(): Promise<{ accounts: WireWeChatAccount[] }> {
    return { accounts: await this.accounts.all() };
  }

  @Get(':id')
  read(@Param('id') id: string): Promise<WireWeChatAccount> {
    return this.accounts.show(id);
  }

  @Post()
  add(@Body() body: NewWeChatAccountDto, @CurrentAgent() agent: SignedInAgent): Promise<WireWeChatAccount> {
    return this.accounts.add(body, agent);
  }

  /** Secrets that are left out stay as they are. */
  @Put(':id')
  async change(
    @Param('id') id: string,
    @Body() body: ChangedWeChatAccountDto,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<WireWeChatAccount> {
    const account = await this.accounts.change(id, body, agent);
    await this.care.resume(id);
    return account;
  }

  @Delete(':id')
  @HttpCode(200)
  async remove(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent): Promise<{ ok: true }> {
    await this.accounts.remove(id, agent);
    return { ok: true };
  }

  /** Asks WeChat whether id and secret are right and this server may call. `code`: WeChat's errcode. */
  @Post(':id/test')
  @HttpCode(200)
  test(@Param('id') id: string): Promise<WeChatAccountCheck> {
    return this.care.check(id);
  }
}
