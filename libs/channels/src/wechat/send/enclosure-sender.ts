import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { Log, SharedCache } from '#platform';
import { AttachmentsService, type Party } from '#attachments';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi, type Sendable } from '../api/wechat-api.js';
import type { Outgoing } from './outgoing.js';

/** WeChat keeps an upload for three days. */
const KEPT_MS = 2 * 24 * 3_600_000;
const SIDE_PX = 2_048;
const MOST_BYTES = 2 * 1024 * 1024;
const PLAIN = new Set(['image/jpeg', 'image/png']);

/** Who sends is no party of its own: the message it sends for was checked when it was stored. */
const FOR_THE_CONVERSATION: Party = { kind: 'agent', id: 'wechat', maySee: async () => true };

interface UploadFile {
  name: string;
  type: string;
  bytes: Buffer;
}

/** Uploads pictures and files to WeChat, each once per account. */
@Injectable()
export class EnclosureSender {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly api: WeChatApi,
    private readonly cache: SharedCache,
    private readonly log: Log,
  ) {}

  /** Throws WeChatError. */
  async prepare(
    account: WeChatAccount,
    { type, attachmentId }: Extract<Outgoing, { attachmentId: string }>,
  ): Promise<Sendable> {
    const key = `wechat-media:${account.id}:${attachmentId}`;
    const kept = await this.cache.get(key);
    if (kept !== undefined) return { type, mediaId: kept };
    const file = await this.read(attachmentId);
    const mediaId = await this.api.upload(account, type, type === 'image' ? await this.converted(file) : file);
    await this.cache.set(key, mediaId, KEPT_MS);
    return { type, mediaId };
  }

  private async converted(file: UploadFile): Promise<UploadFile> {
    try {
      return await asWeChatTakesIt(file);
    } catch (error) {
      // It will never go, and what is behind it must not wait for it.
      this.log.warn({ error }, 'a picture could not be made into one that WeChat takes');
      throw new WeChatError(40007, 'the picture cannot be converted');
    }
  }

  private async read(id: string): Promise<UploadFile> {
    try {
      const { name, type, bytes } = await this.attachments.open(FOR_THE_CONVERSATION, id, 'full');
      const chunks: Buffer[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      return { name, type, bytes: Buffer.concat(chunks) };
    } catch (error) {
      // Erased meanwhile: there is nothing to send any more.
      if (error instanceof AppError && error.code === 'ATTACHMENT_NOT_FOUND')
        throw new WeChatError(40007, 'the file is gone');
      throw error;
    }
  }
}

async function asWeChatTakesIt({ type, bytes }: UploadFile): Promise<UploadFile> {
  if (PLAIN.has(type) && bytes.length <= MOST_BYTES)
    return { name: type === 'image/png' ? 'picture.png' : 'picture.jpg', type, bytes };
  const { default: sharp } = await import('sharp');
  const jpeg = await sharp(bytes)
    .flatten({ background: '#ffffff' })
    .resize({ width: SIDE_PX, height: SIDE_PX, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer();
  return { name: 'picture.jpg', type: 'image/jpeg', bytes: jpeg };
}
