import type { WeChatAccountKind, WireWeChatAccount } from '#kernel';
import type { Translator } from '../../i18n/messages.js';

/** What the form holds. An empty secret of a known account stays as it is. */
export interface WeChatFields {
  id: string;
  kind: WeChatAccountKind;
  name: string;
  appId: string;
  appSecret: string;
  token: string;
  encrypted: boolean;
  aesKey: string;
  passive: boolean;
}

export const TOKEN_LENGTH = 32;
export const AES_KEY_LENGTH = 43;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits by chance, each as likely as any other. */
export function randomLetters(
  length: number,
  random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes)),
): string {
  let made = '';
  const fair = 256 - (256 % LETTERS.length);
  while (made.length < length)
    for (const byte of random(length)) if (byte < fair && made.length < length) made += LETTERS[byte % LETTERS.length];
  return made;
}

export function fieldsOf(account: WireWeChatAccount | undefined): WeChatFields {
  return {
    id: account?.id ?? '',
    kind: account?.kind ?? 'official',
    name: account?.name ?? '',
    appId: account?.appId ?? '',
    appSecret: '',
    token: '',
    encrypted: account?.encrypted ?? true,
    aesKey: '',
    passive: account?.sends === 'passive',
  };
}

/** WeChat customer service encrypts always. */
export function mustEncrypt({ kind, encrypted }: Pick<WeChatFields, 'kind' | 'encrypted'>): boolean {
  return kind === 'wecom_kf' || encrypted;
}

/** What is sent to the server. `known`: a change of this account, whose secrets stay where none was entered. */
export function bodyOf(fields: WeChatFields, known?: WireWeChatAccount): Record<string, unknown> {
  const given = (name: 'appSecret' | 'token'): Record<string, string> =>
    fields[name] === '' ? {} : { [name]: fields[name] };
  const aesKey = mustEncrypt(fields) ? fields.aesKey || undefined : known?.encrypted ? null : undefined;
  return {
    ...(known ? { version: known.version } : { id: fields.id }),
    kind: fields.kind,
    ...(fields.name.trim() === '' ? {} : { name: fields.name.trim() }),
    appId: fields.appId.trim(),
    ...given('appSecret'),
    ...given('token'),
    ...(aesKey === undefined ? {} : { aesKey }),
    sends: fields.kind === 'official' && fields.passive ? 'passive' : 'api',
  };
}

export function callbackOf(origin: string, id: string): string {
  return `${origin}/api/v1/webhooks/wechat/${encodeURIComponent(id)}`;
}

/** WeChat calls names on the internet by https only. */
export function canBeCalled(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname);
}

/** What is wrong with an account, in words; WeChat's own number where we have none for it. */
export function problemIn(code: string | number, words: Translator): string {
  const named = words.named('wechatError', String(code));
  return named === String(code) ? words.text('wechat.errorCode', { code }) : named;
}
