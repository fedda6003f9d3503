import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse, stringify } from 'uuid';
import { AppError, Clock } from '#kernel';
import { AppConfig } from '#platform';

const ID_BYTES = 16;
const TIME_BYTES = 4;
const NONCE_BYTES = 6;
const MAC_BYTES = 12;
/** Long enough to find one's phone. WeChat's scenes take 64 characters: what we say has 51. */
export const HANDOVER_SECONDS = 600;

/** What the code on the web page says: which shopper, until when, under our mark. Good once. */
@Injectable()
export class HandoverTokens {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  issue(shopperId: string): { token: string; expiresAt: Date } {
    const expiresAt = Math.floor(this.clock.now().getTime() / 1000) + HANDOVER_SECONDS;
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUInt32BE(expiresAt);
    const said = Buffer.concat([parse(shopperId), time, randomBytes(NONCE_BYTES)]);
    return {
      token: Buffer.concat([said, this.mark(said)]).toString('base64url'),
      expiresAt: new Date(expiresAt * 1000),
    };
  }

  /** True for what may be a token of ours, whatever else scenes are used for. */
  looksLike(scene: string): boolean {
    return (
      /^[\w-]+$/.test(scene) &&
      Buffer.from(scene, 'base64url').length === ID_BYTES + TIME_BYTES + NONCE_BYTES + MAC_BYTES
    );
  }

  /** Whose it is. Throws HANDOVER_INVALID. */
  read(token: string): string {
    const bytes = Buffer.from(token, 'base64url');
    const said = bytes.subarray(0, -MAC_BYTES);
    const ours = this.looksLike(token) && timingSafeEqual(bytes.subarray(-MAC_BYTES), this.mark(said));
    if (!ours || said.readUInt32BE(ID_BYTES) * 1000 < this.clock.now().getTime())
      throw new AppError('HANDOVER_INVALID');
    return stringify(said.subarray(0, ID_BYTES));
  }

  private mark(said: Buffer): Buffer {
    return createHmac('sha256', this.config.jwtSecret)
      .update('wechat-handover')
      .update(said)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
