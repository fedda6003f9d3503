import { Injectable } from '@nestjs/common';
import { AppError, fill } from '#kernel';
import { SharedCache } from '#platform';
import { AttachmentsService, type Party } from '#attachments';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi, type Sendable } from '../api/wechat-api.js';
import { FILE_ELSEWHERE } from '../words.js';

/** WeChat keeps an upload for three days. */
const KEPT_MS = 2 * 24 * 3_600_000;
const SIDE_PX = 2_048;
const MOST_BYTES = 2 * 1024 * 1024;
const PLAIN = new Set(['image/jpeg', 'image/png']);

/** Who sends is no party of its own: the message it sends for was checked when it was stored. */
const FOR_THE_CONVERSATION: Party = { kind: 'agent', id: 'wechat', maySee: async () => true };

/** Makes attachments into what WeChat sends: pictures are uploaded, once; of a file the user is told where it can be seen. */
@Injectable()
export class PictureSender {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly api: WeChatApi,
    private readonly cache: SharedCache,
  ) {}

  /** Throws WeChatError. */
  async prepare(account: WeChatAccount, attachmentId: string): Promise<Sendable> {
    const key = `wechat-media:${account.id}:${attachmentId}`;
    const kept = await this.cache.get(key);
    if (kept !== undefined) return { type: 'image', mediaId: kept };
    const file = await this.open(attachmentId);
    if (file.kind !== 'image') return { type: 'text', text: fill(FILE_ELSEWHERE['zh-CN'], { name: file.name }) };
    const chunks: Buffer[] = [];
    for await (const chunk of file.bytes) chunks.push(chunk);
    const picture = await asWeChatTakesIt(Buffer.concat(chunks), file.type);
    const mediaId = await this.api.uploadImage(account, {
      name: picture.type === 'image/png' ? 'picture.png' : 'picture.jpg',
      ...picture,
    });
    await this.cache.set(key, mediaId, KEPT_MS);
    return { type: 'image', mediaId };
  }

  private async open(id: string) {
    try {
      return await this.attachments.open(FOR_THE_CONVERSATION, id, 'full');
    } catch (error) {
      // Erased meanwhile: there is nothing to send any more.
      if (error instanceof AppError && error.code === 'ATTACHMENT_NOT_FOUND')
        throw new WeChatError(40007, 'the picture is gone');
      throw error;
    }
  }
}

async function asWeChatTakesIt(bytes: Buffer, type: string): Promise<{ type: string; bytes: Buffer }> {
  if (PLAIN.has(type) && bytes.length <= MOST_BYTES) return { type, bytes };
  const { default: sharp } = await import('sharp');
  const jpeg = await sharp(bytes)
    .flatten({ background: '#ffffff' })
    .resize({ width: SIDE_PX, height: SIDE_PX, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer();
  return { type: 'image/jpeg', bytes: jpeg };
}
