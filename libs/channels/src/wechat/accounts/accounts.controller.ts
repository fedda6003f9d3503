import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { AccountCare, type Checked } from './account-care.js';
import { ChangedWeChatAccountDto, NewWeChatAccountDto } from './account.dto.js';
import { WeChatAccounts, type ShownAccount } from './accounts.js';

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
  async list(): Promise<{ accounts: ShownAccount[] }> {
    return { accounts: await this.accounts.all() };
  }

  @Get(':id')
  read(@Param('id') id: string): Promise<ShownAccount> {
    return this.accounts.show(id);
  }

  @Post()
  add(@Body() body: NewWeChatAccountDto, @CurrentAgent() agent: SignedInAgent): Promise<ShownAccount> {
    return this.accounts.add(body, agent);
  }

  /** Secrets that are left out stay as they are. */
  @Put(':id')
  async change(
    @Param('id') id: string,
    @Body() body: ChangedWeChatAccountDto,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<ShownAccount> {
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
  test(@Param('id') id: string): Promise<Checked> {
    return this.care.check(id);
  }
}
