import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError, Clock } from '#kernel';
import { SharedCache } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import { BodyError, readBody, readText, type BodyFormat, type Fields } from '../callback/body.js';
import { CallbackCipher, CipherError, signatureFits, signatureOf } from '../callback/crypto.js';

/** How far a callback's time may be from ours. */
const WINDOW_MS = 5 * 60_000;
const LONGEST_PARAMETER = 512;

/** The query of a callback, as the framework parsed it: a parameter may come as a list or an object. */
export type CallbackQuery = Readonly<Record<string, unknown>>;

export interface Admitted {
  format: BodyFormat;
  fields: Fields;
}

/**
 * Lets in what WeChat has sent and nothing else: signature, time, receiver, and that nobody uses a callback of yesterday, or the address of
 * one, for something of their own.
 */
@Injectable()
export class Doorkeeper {
  constructor(
    private readonly cache: SharedCache,
    private readonly clock: Clock,
  ) {}

  /** What is to be answered to the verification of the address. Throws WECHAT_SIGNATURE_INVALID, WECHAT_STALE, WECHAT_RECEIVER_WRONG. */
  verify(account: WeChatAccount, query: CallbackQuery): string {
    const echo = parameter(query, 'echostr', 2 * 1024);
    if (account.kind !== 'wecom_kf') {
      this.checkSigned(account, query, 'signature', []);
      return echo;
    }
    this.checkSigned(account, query, 'msg_signature', [echo]);
    return decrypted(account, echo);
  }

  /**
   * The fields of a callback. Throws the above and WECHAT_PLAINTEXT_REFUSED, WECHAT_REPLAYED, WECHAT_BODY_INVALID. Nothing of a body is
   * read before its signature, save what the signature is over.
   */
  async admit(account: WeChatAccount, query: CallbackQuery, body: Buffer): Promise<Admitted> {
    if (account.aesKey === null) {
      const signed = this.checkSigned(account, query, 'signature', []);
      await this.refuseReplay(account, signed, body);
      return readable(() => readBody(body));
    }
    if (query['msg_signature'] === undefined) {
      this.checkSigned(account, query, 'signature', []);
      throw new AppError('WECHAT_PLAINTEXT_REFUSED');
    }
    const { format, fields } = readable(() => readBody(body));
    const encrypted = (fields.get('Encrypt') ?? fields.get('encrypt'))?.trim();
    if (!encrypted) {
      if (query['signature'] !== undefined) this.checkSigned(account, query, 'signature', []);
      throw new AppError(query['signature'] === undefined ? 'WECHAT_SIGNATURE_INVALID' : 'WECHAT_PLAINTEXT_REFUSED');
    }
    const signed = this.checkSigned(account, query, 'msg_signature', [encrypted]);
    await this.refuseReplay(account, signed, Buffer.from(encrypted));
    const inner = readable(() => readText(decrypted(account, encrypted)));
    return { format, fields: inner.fields };
  }

  /** Returns what the signature is over. */
  private checkSigned(
    { token }: WeChatAccount,
    query: CallbackQuery,
    name: 'signature' | 'msg_signature',
    further: readonly string[],
  ): string {
    const [given, timestamp, nonce] = [name, 'timestamp', 'nonce'].map((one) => parameter(query, one)) as [
      string,
      string,
      string,
    ];
    if (!signatureFits(signatureOf(token, timestamp, nonce, ...further), given))
      throw new AppError('WECHAT_SIGNATURE_INVALID');
    const age = this.clock.now().getTime() - Number(timestamp) * 1000;
    if (!/^\d{1,11}$/.test(timestamp) || Math.abs(age) > WINDOW_MS) throw new AppError('WECHAT_STALE');
    return `${timestamp}:${nonce}:${given}`;
  }

  /** WeChat repeats what we did not confirm, with the same content; the same signature over another one is somebody else's. */
  private async refuseReplay({ id }: WeChatAccount, signed: string, content: Buffer): Promise<void> {
    const key = `wechat-callback:${id}:${createHash('sha256').update(signed).digest('base64url')}`;
    const digest = createHash('sha256').update(content).digest('base64url');
    const before = await this.cache.putIfAbsent(key, digest, 2 * WINDOW_MS);
    if (before !== undefined && before !== digest) throw new AppError('WECHAT_REPLAYED');
  }
}

function parameter(query: CallbackQuery, name: string, longest = LONGEST_PARAMETER): string {
  const value = query[name];
  if (value === undefined || value === '') throw new AppError('WECHAT_SIGNATURE_INVALID');
  if (typeof value !== 'string' || value.length > longest)
    throw new AppError('VALIDATION_FAILED', {
      reason: { 'zh-CN': `参数 ${name} 不正确`, en: `the parameter ${name} is not one text` },
    });
  return value;
}

function decrypted({ aesKey, appId }: WeChatAccount, encrypted: string): string {
  if (aesKey === null) throw new AppError('WECHAT_PLAINTEXT_REFUSED');
  try {
    return new CallbackCipher(aesKey, appId).decrypt(encrypted);
  } catch (error) {
    if (!(error instanceof CipherError)) throw error;
    throw new AppError(error.problem === 'wrong receiver' ? 'WECHAT_RECEIVER_WRONG' : 'WECHAT_BODY_INVALID');
  }
}

/** Runs what throws BodyError; the caller hears WECHAT_BODY_INVALID. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BodyError) throw new AppError('WECHAT_BODY_INVALID');
    throw error;
  }
}
