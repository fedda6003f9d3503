import { Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { AppError, Clock } from '#kernel';
import { WeChatAccounts, type WeChatAccount } from './accounts/accounts.js';
import { CallbackCipher } from './callback/crypto.js';
import type { BodyFormat } from './callback/body.js';
import { passiveReply, sealedReply } from './callback/reply.js';
import type { Callback } from './receive/arrival.js';
import { Doorkeeper, type CallbackQuery } from './receive/doorkeeper.js';
import { PassiveReplies } from './receive/passive-replies.js';
import { Reception, type Stored } from './receive/reception.js';

/** What stops WeChat from repeating a callback. */
const SUCCESS = 'success';

/** WeChat's callback: what comes is stored, then confirmed; what it means is found out after. */
@ApiTags('wechat')
@ApiQuery({ name: 'timestamp', required: true, schema: { type: 'string' } })
@ApiQuery({ name: 'nonce', required: true, schema: { type: 'string' } })
@ApiQuery({ name: 'signature', required: false, schema: { type: 'string' } })
@ApiQuery({ name: 'msg_signature', required: false, schema: { type: 'string' } })
@Controller('api/v1/webhooks/wechat')
export class WeChatWebhookController {
  constructor(
    private readonly accounts: WeChatAccounts,
    private readonly doorkeeper: Doorkeeper,
    private readonly reception: Reception,
    private readonly passive: PassiveReplies,
    private readonly clock: Clock,
  ) {}

  /** Verification of the address: what WeChat sent comes back, decrypted where it was encrypted. */
  @Get(':accountId')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiQuery({ name: 'echostr', required: true, schema: { type: 'string' } })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async verify(@Param('accountId') accountId: string, @Query() query: CallbackQuery): Promise<string> {
    return this.doorkeeper.verify(await this.accounts.get(accountId), query);
  }

  /** A message or an event, XML or JSON, plain or encrypted. */
  @Post(':accountId')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiConsumes('text/xml', 'application/json')
  @ApiBody({ schema: { type: 'string' } })
  @ApiProduces('text/plain', 'text/xml')
  @ApiOkResponse({ schema: { type: 'string' } })
  async receive(
    @Param('accountId') accountId: string,
    @Query() query: CallbackQuery,
    @Req() request: Request,
  ): Promise<string> {
    const account = await this.accounts.get(accountId);
    const body: unknown = request.body;
    if (!Buffer.isBuffer(body)) throw new AppError('WECHAT_BODY_INVALID');
    const receivedAt = this.clock.now();
    const { format, fields } = await this.doorkeeper.admit(account, query, body);
    const stored = await this.reception.store(account, fields);
    if (!this.waitsForAnswer(account, stored)) return SUCCESS;
    const { callback } = stored;
    const isMessage = callback.arrival.kind !== 'follow' && callback.arrival.kind !== 'scan';
    const text = await this.passive.to({ accountId, dedupeKey: callback.dedupeKey }, { isMessage, receivedAt });
    return text === undefined ? SUCCESS : this.reply(account, callback, text, format);
  }

  private waitsForAnswer(
    { kind, sends }: WeChatAccount,
    stored: Stored,
  ): stored is Extract<Stored, { kind: 'callback' }> {
    return (
      sends === 'passive' &&
      kind === 'official' &&
      stored.kind === 'callback' &&
      stored.callback.arrival.kind !== 'leave'
    );
  }

  private reply(account: WeChatAccount, { userId, receiverId }: Callback, text: string, format: BodyFormat): string {
    const at = this.clock.now();
    const message = passiveReply({ toUser: userId, fromUser: receiverId, text, at }, format);
    if (account.aesKey === null) return message;
    const cipher = new CallbackCipher(account.aesKey, account.appId);
    return sealedReply(message, format, { cipher, token: account.token, at });
  }
}
