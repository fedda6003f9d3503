import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import type sharpFactory from 'sharp';
import type { Sharp } from 'sharp';
import { AppError, MAX_ATTACHMENT_BYTES, type WireAttachment } from '#kernel';
import { isWholePdf, sniff, type SourceType } from './sniff.js';

/** What is stored of an uploaded file. */
export interface Prepared {
  kind: WireAttachment['kind'];
  type: string;
  bytes: Buffer;
  width: number | null;
  height: number | null;
  /** WebP; pictures only. */
  thumb: Buffer | null;
}

const MAX_SIDE_PX = 4_096;
const THUMB_SIDE_PX = 480;
const MAX_MEGAPIXELS = 50;
/** A picture of 50 megapixels takes 200 MB while it is open: two at once are enough for two cores. */
const AT_ONCE = 2;
/** Behind so many a sender is better told to come back than left to wait. */
const MOST_WAITING = 40;
const RETRY_MS = 5_000;
const QUALITY = 85;
const THUMB_QUALITY = 75;

export const MAX_MEGABYTES = MAX_ATTACHMENT_BYTES / (1024 * 1024);

/**
 * Looks into what came, and makes of it what may be stored: pictures are decoded and written anew, so that nothing but their pixels is
 * left (no place, no camera, no second file behind the first); PDFs stay as they are.
 */
@Injectable()
export class MediaWorkshop {
  private readonly limit = pLimit(AT_ONCE);
  private loading?: Promise<typeof sharpFactory>;

  /**
   * `read` is called once there is room, so that waiting files take no memory. Throws ATTACHMENT_TYPE_NOT_SUPPORTED,
   * ATTACHMENT_UNREADABLE, ATTACHMENT_DIMENSIONS_TOO_LARGE, ATTACHMENT_TOO_LARGE, VALIDATION_FAILED (no bytes), UNAVAILABLE (too many
   * at once; after the retry time).
   *
   * @param then works on what was made, before the next one is let in
   */
  async prepare<T>(read: () => Promise<Buffer>, then: (prepared: Prepared) => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= MOST_WAITING) throw new AppError('UNAVAILABLE', {}, RETRY_MS);
    return this.limit(async () => then(await this.make(await read())));
  }

  private async make(bytes: Buffer): Promise<Prepared> {
    if (bytes.length === 0)
      throw new AppError('VALIDATION_FAILED', {
        reason: { 'zh-CN': '文件是空的，请换一个文件', en: 'the file is empty; choose another one' },
      });
    if (bytes.length > MAX_ATTACHMENT_BYTES)
      throw new AppError('ATTACHMENT_TOO_LARGE', { maxMegabytes: MAX_MEGABYTES });
    const type = sniff(bytes);
    if (type === undefined) throw new AppError('ATTACHMENT_TYPE_NOT_SUPPORTED');
    if (type === 'application/pdf') {
      if (!isWholePdf(bytes)) throw new AppError('ATTACHMENT_UNREADABLE');
      return { kind: 'file', type, bytes, width: null, height: null, thumb: null };
    }
    return this.picture(bytes, type);
  }

  private async picture(bytes: Buffer, type: SourceType): Promise<Prepared> {
    const sharp = await this.sharp();
    // Of an animation the first picture; `error`: cut off or broken, while mere oddities of cameras pass.
    const open = (): Sharp =>
      sharp(bytes, { limitInputPixels: MAX_MEGAPIXELS * 1e6, failOn: 'error', sequentialRead: true });
    const { width, height } = await readable(open().metadata());
    if (width * height > MAX_MEGAPIXELS * 1e6)
      throw new AppError('ATTACHMENT_DIMENSIONS_TOO_LARGE', { maxMegapixels: MAX_MEGAPIXELS });
    const upright = open()
      .autoOrient()
      .resize({ width: MAX_SIDE_PX, height: MAX_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb');
    const written = await readable(write(upright, type).toBuffer({ resolveWithObject: true }));
    // Without loss a photograph can grow far beyond what came.
    const small = written.data.length <= MAX_ATTACHMENT_BYTES;
    const { data, info } = small
      ? written
      : await sharp(written.data).webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
    const thumb = await sharp(data)
      .resize({ width: THUMB_SIDE_PX, height: THUMB_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: THUMB_QUALITY })
      .toBuffer();
    return {
      kind: 'image',
      type: `image/${info.format}`,
      bytes: data,
      width: info.width,
      height: info.height,
      thumb,
    };
  }

  /** Only with the first picture: until then it costs no memory. */
  private sharp(): Promise<typeof sharpFactory> {
    this.loading ??= import('sharp').then(({ default: sharp }) => {
      sharp.cache(false);
      sharp.concurrency(1);
      // Of the many formats that libvips can open, only those we take: the others' decoders cannot be reached by a trick.
      sharp.block({ operation: ['VipsForeignLoad'] });
      sharp.unblock({
        operation: [
          'VipsForeignLoadJpegBuffer',
          'VipsForeignLoadPngBuffer',
          'VipsForeignLoadWebpBuffer',
          'VipsForeignLoadNsgifBuffer',
        ],
      });
      return sharp;
    });
    return this.loading;
  }
}

function write(picture: Sharp, type: SourceType): Sharp {
  switch (type) {
    case 'image/jpeg':
      return picture.jpeg({ quality: QUALITY });
    case 'image/webp':
      return picture.webp({ quality: QUALITY });
    default:
      return picture.png();
  }
}

/** The signature was that of a picture: what cannot be decoded is damaged, or only looks like one. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && /pixel limit/i.test(error.message))
      throw new AppError('ATTACHMENT_DIMENSIONS_TOO_LARGE', { maxMegapixels: MAX_MEGAPIXELS });
    throw new AppError('ATTACHMENT_UNREADABLE');
  }
}
