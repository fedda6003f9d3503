import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { AppConfig } from '#platform';

const VERSION = 'v1';

/** Seals secrets for the database: AES-256-GCM, bound to where each stands, so that none can be put in another's place. */
@Injectable()
export class Vault {
  private readonly key?: Buffer;

  constructor({ wechat: { secretsKey } }: AppConfig) {
    if (secretsKey) this.key = Buffer.from(hkdfSync('sha256', secretsKey, '', 'deskhand wechat secrets', 32));
  }

  /** Throws WECHAT_KEY_MISSING. */
  seal(secret: string, place: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.keyOrRefuse(), iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return [VERSION, iv, cipher.getAuthTag(), sealed]
      .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
      .join('.');
  }

  /** Throws WECHAT_KEY_MISSING, WECHAT_SECRET_UNREADABLE. */
  open(sealed: string, place: string): string {
    const key = this.keyOrRefuse();
    const [version, iv = '', tag = '', secret = ''] = sealed.split('.');
    try {
      if (version !== VERSION) throw new Error('another version');
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'))
        .setAAD(Buffer.from(place))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(secret, 'base64url')), decipher.final()]).toString('utf8');
    } catch {
      throw new AppError('WECHAT_SECRET_UNREADABLE');
    }
  }

  private keyOrRefuse(): Buffer {
    if (!this.key) throw new AppError('WECHAT_KEY_MISSING');
    return this.key;
  }
}
