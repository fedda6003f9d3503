import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AppError } from '#kernel';
import { AgentsOnly } from '#platform';
import { WidgetLogos } from './widget-logos.js';

const YEAR_S = 31_536_000;

@ApiTags('widget')
@Controller('api/v1')
export class WidgetLogoController {
  constructor(private readonly logos: WidgetLogos) {}

  /** PNG, JPEG, WebP or GIF of at most 256 KB as the body. It shows when its address is saved with the settings. */
  @Post('settings/widget/logo')
  @HttpCode(200)
  @AgentsOnly('settings.write')
  @ApiBearerAuth()
  @ApiConsumes('image/png', 'image/jpeg', 'image/webp', 'image/gif')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async upload(@Body() body: unknown): Promise<{ logoUrl: string }> {
    if (!Buffer.isBuffer(body) || body.length === 0) throw new AppError('TYPE_NOT_SUPPORTED');
    return { logoUrl: await this.logos.add(body) };
  }

  /** Public, for the shop's pages: an uploaded logo by the hash of its bytes. */
  @Get('widget/logo/:hash')
  @ApiOkResponse({ content: { 'image/png': { schema: { type: 'string', format: 'binary' } } } })
  async serve(@Param('hash') hash: string, @Res() response: Response): Promise<void> {
    const { type, bytes } = await this.logos.get(hash);
    response
      .set({
        'Content-Type': type,
        'Cache-Control': `public, max-age=${YEAR_S}, immutable`,
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'X-Content-Type-Options': 'nosniff',
      })
      .send(bytes);
  }
}
