import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse, stringify } from 'uuid';
import { Clock } from '#kernel';
import { AppConfig } from '#platform';

const ID_BYTES = 16;
const RANDOM_BYTES = 24;
const MAC_BYTES = 16;
/** How long a shopper of whom nothing is stored can come back as the same one. */
const UNSTORED_MS = 24 * 3_600_000;

/**
 * Shoppers' tokens: 192 random bits, with the shopper's id and our mark around them. What a token may do is said by its hash in the
 * database; the mark only tells a shopper who has not said anything yet, and of whom nothing is stored, from a stranger.
 */
@Injectable()
export class ShopperTokens {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  issue(shopperId: string): string {
    const said = Buffer.concat([parse(shopperId), randomBytes(RANDOM_BYTES)]);
    return Buffer.concat([said, this.mark(said)]).toString('base64url');
  }

  /** For whom we have made this token within the last day; undefined for whatever else it is. */
  read(token: string): string | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== ID_BYTES + RANDOM_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
    const said = bytes.subarray(0, -MAC_BYTES);
    if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), this.mark(said))) return undefined;
    // A UUIDv7 begins with its time, in milliseconds.
    if (this.clock.now().getTime() - said.readUIntBE(0, 6) > UNSTORED_MS) return undefined;
    return stringify(said.subarray(0, ID_BYTES));
  }

  private mark(said: Buffer): Buffer {
    return createHmac('sha256', this.config.jwtSecret)
      .update('shopper-token')
      .update(said)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
