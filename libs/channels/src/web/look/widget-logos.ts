import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { Database, Log } from '#platform';
import { SettingsService } from '#handoff';
import { LOGO_PATH, WIDGET_SETTINGS } from './widget-look-settings.js';
import { WidgetLogoRepository, type LogoRow } from './widget-logo.repository.js';

export const MAX_LOGO_BYTES = 256 * 1024;
/** Twice what the widget shows at most, for fine screens. */
const SIDE_PX = 192;
const MAX_PIXELS = 16_000_000;
/** Formats a browser shows and that are only pixels: an SVG can hold scripts. */
const FORMATS = new Set(['png', 'jpeg', 'webp', 'gif']);

/** Logos that were uploaded: decoded and written anew as PNG, so that what is served is a picture and nothing else. */
@Injectable()
export class WidgetLogos {
  constructor(
    private readonly db: Database,
    private readonly rows: WidgetLogoRepository,
    private readonly settings: SettingsService,
    private readonly log: Log,
  ) {}

  /** Returns the path it is served at. Throws PAYLOAD_TOO_LARGE, TYPE_NOT_SUPPORTED. */
  async add(upload: Buffer): Promise<string> {
    if (upload.length > MAX_LOGO_BYTES) throw new AppError('PAYLOAD_TOO_LARGE');
    const bytes = await this.asPng(upload);
    const hash = createHash('sha256').update(bytes).digest('hex');
    await this.rows.save(this.db.manager, hash, 'image/png', bytes);
    const { logoUrl } = await this.settings.get(WIDGET_SETTINGS);
    await this.rows.deleteOld(
      this.db.manager,
      logoUrl?.startsWith(LOGO_PATH) ? logoUrl.slice(LOGO_PATH.length) : undefined,
    );
    return LOGO_PATH + hash;
  }

  /** Throws NOT_FOUND. */
  async get(hash: string): Promise<LogoRow> {
    const row = /^[0-9a-f]{64}$/.test(hash) ? await this.rows.find(this.db.manager, hash) : undefined;
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  private async asPng(upload: Buffer): Promise<Buffer> {
    // Loaded with the first logo: a desk that gets none need not keep it in memory.
    const { default: sharp } = await import('sharp');
    try {
      const picture = sharp(upload, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
      const { format } = await picture.metadata();
      if (!format || !FORMATS.has(format)) throw new AppError('TYPE_NOT_SUPPORTED');
      return await picture
        .autoOrient()
        .resize({ width: SIDE_PX, height: SIDE_PX, fit: 'inside', withoutEnlargement: true })
        .png()
        .toBuffer();
    } catch (error) {
      if (!(error instanceof AppError))
        this.log.info({ error }, 'what was uploaded as a logo is no picture we can read');
      throw new AppError('TYPE_NOT_SUPPORTED');
    }
  }
}
