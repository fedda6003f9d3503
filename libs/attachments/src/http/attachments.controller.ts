import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  Controller,
  Get,
  Ip,
  Param,
  Post,
  Query,
  Req,
  Res,
  UploadedFile,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Request, Response } from 'express';
import { AppError, type UploadedAttachment } from '#kernel';
import { RateLimiter } from '#platform';
import { AttachmentsService } from '../attachments.service.js';
import { contentDisposition } from '../media/file-name.js';
import type { Party } from '../parties.js';
import { CurrentParty, PartyGuard } from './party.guard.js';
import { UploadInterceptor, type ReceivedFile } from './upload.interceptor.js';

const MEGABYTE = 1024 * 1024;

export class AttachmentQuery {
  /** `thumb`: at most 480 pixels each way. */
  @IsOptional() @IsIn(['full', 'thumb']) size?: 'full' | 'thumb';
}

/** What the browser may make of an attachment: show it, never run it, and never beside the page of another origin. */
const HARMLESS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  // Both faces fetch with the bearer token and show an object URL. No page may put the address into an <img>.
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Kept by the viewer's browser alone, and asked for again each time: rights can end.
  'Cache-Control': 'private, no-cache',
  Vary: 'Authorization, Origin',
} as const;

/** Pictures and PDFs of conversations: for shoppers with their token, for agents with theirs. */
@ApiTags('attachments')
@ApiBearerAuth()
@UseGuards(PartyGuard)
@Controller('api/v1/attachments')
export class AttachmentsController {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly limiter: RateLimiter,
  ) {}

  /** One file (field `file`); the id it gets goes into `attachmentIds` of `message.send`, within a day. */
  @Post()
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary', description: 'JPEG, PNG, WebP, GIF or PDF; at most 8 MB.' },
      },
    },
  })
  @ApiCreatedResponse({
    schema: {
      type: 'object',
      required: ['attachmentId', 'kind', 'name', 'size', 'type'],
      properties: {
        attachmentId: { type: 'string', format: 'uuid' },
        kind: { type: 'string', enum: ['image', 'file'] },
        name: { type: 'string' },
        size: { type: 'integer', description: 'Bytes, as stored.' },
        type: { type: 'string', enum: ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] },
        width: { type: 'integer' },
        height: { type: 'integer' },
      },
    },
  })
  @UseInterceptors(UploadInterceptor)
  async upload(
    @UploadedFile() file: ReceivedFile | undefined,
    @CurrentParty() party: Party,
    @Ip() address: string,
    @Req() request: Request,
  ): Promise<UploadedAttachment> {
    if (!file) throw noFile(request);
    try {
      if (party.kind === 'shopper')
        await this.limiter.consume('upload-megabytes', address, Math.max(1, Math.ceil(file.size / MEGABYTE)));
      const { kind, id } = party;
      return await this.attachments.upload({ kind, id }, { name: file.originalname, read: () => file.read() });
    } finally {
      await file.close();
    }
  }

  @Get(':id')
  @ApiProduces('image/jpeg', 'image/png', 'image/webp', 'application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async read(
    @Param('id') id: string,
    @Query() query: AttachmentQuery,
    @CurrentParty() party: Party,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const variant = query.size ?? 'full';
    const attachment = await this.attachments.open(party, id, variant);
    response.set(HARMLESS);
    response.set('ETag', `"${attachment.id}-${variant}"`);
    if (request.fresh) return void response.status(304).end();
    response.set({
      'Content-Type': attachment.type,
      'Content-Length': String(attachment.size),
      'Content-Disposition': contentDisposition(attachment.kind === 'image' ? 'inline' : 'attachment', attachment.name),
    });
    if (request.method === 'HEAD') return void response.end();
    await sent(pipeline(Readable.from(attachment.bytes), response));
  }
}

function noFile(request: Request): AppError {
  if (!request.is('multipart/form-data')) return new AppError('TYPE_NOT_SUPPORTED');
  return new AppError('VALIDATION_FAILED', {
    reason: { 'zh-CN': '表单里缺少名为 file 的文件', en: 'the form has no file in a field named file' },
  });
}

/** Who hangs up in the middle has no answer to be told anything in. */
async function sent(sending: Promise<void>): Promise<void> {
  try {
    await sending;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
