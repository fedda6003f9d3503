import { Controller, Headers, HttpCode, Ip, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import { WECHAT_ACCOUNT_KINDS, type WeChatHandoverLink } from '#kernel';
import { RateLimiter, bearerToken } from '#platform';
import { CustomersService } from '#customers';
import { HandoverLinks } from './handover-links.js';

class HandoverQuery {
  /** Which account to go to; absent: the first that can. */
  @ValidateIf((_query, value) => value !== undefined) @Matches(/^[\w-]{1,64}$/) accountId?: string;
}

/** For the web shopper who would rather go on in WeChat. */
@ApiTags('wechat')
@ApiBearerAuth()
@Controller('api/v1/wechat/handover')
export class HandoverController {
  constructor(
    private readonly customers: CustomersService,
    private readonly links: HandoverLinks,
    private readonly limiter: RateLimiter,
  ) {}

  /** A link, and its QR code, that carries this shopper's conversation over. Good once, for ten minutes. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['accountId', 'kind', 'name', 'url', 'opens', 'qrSvg', 'expiresAt'],
      properties: {
        accountId: { type: 'string' },
        kind: { type: 'string', enum: [...WECHAT_ACCOUNT_KINDS] },
        name: { type: 'string' },
        url: { type: 'string', format: 'uri' },
        opens: { type: 'boolean', description: 'A phone’s browser can open the link; else its code is scanned.' },
        qrSvg: { type: 'string', description: 'The link as a QR code, an SVG picture.' },
        expiresAt: { type: 'string', format: 'date-time' },
      },
    },
  })
  async make(
    @Headers('authorization') authorization: string | undefined,
    @Query() query: HandoverQuery,
    @Ip() address: string,
  ): Promise<WeChatHandoverLink> {
    await this.limiter.consume('ask', `handover:${address}`);
    const shopperId = await this.customers.shopperOf(bearerToken(authorization));
    return this.links.make(shopperId, query.accountId);
  }
}
