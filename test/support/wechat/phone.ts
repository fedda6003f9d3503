import { createCipheriv, createHash, randomBytes, randomInt } from 'node:crypto';
import type { Grant } from './reply-ledger.js';
import type { WeChatStandIn } from './stand-in.js';

export interface PhoneAccount {
  /** The callback's address. */
  url: string;
  appId: string;
  token: string;
  aesKey?: string;
}

type Fields = Readonly<Record<string, string | number>>;

/** A callback as WeChat's servers make it, before it leaves. */
export interface MadeCallback {
  query: Record<string, string>;
  body: string;
  /** What the user did, whichever delivery this is. */
  act?: string;
}

let lastMsgId = 24_000_000_000_000_000n + BigInt(Date.now());

/** WeChat's ids of messages: 64 bits, growing. */
export function newMsgId(): string {
  lastMsgId += BigInt(1 + randomInt(1000));
  return lastMsgId.toString();
}

export function sign(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

export function encrypt(aesKey: string, message: string, receiver: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const text = Buffer.from(message);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), size, text, Buffer.from(receiver)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}

/** The fields as XML, texts in CDATA, or as JSON. */
export function bodyOf(fields: Fields, format: 'xml' | 'json' = 'xml'): string {
  if (format === 'json')
    // 64-bit numbers stand in WeChat's JSON as numbers.
    return JSON.stringify(fields).replace(/"MsgId":"(\d+)"/, '"MsgId":$1');
  const inner = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number' || name === 'MsgId'
      ? `<${name}>${value}</${name}>`
      : `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`,
  );
  return `<xml>${inner.join('')}</xml>`;
}

/** Signs (and, with a key, encrypts) a callback. */
export function makeCallback(
  account: Omit<PhoneAccount, 'url'>,
  message: string,
  over: { format?: 'xml' | 'json'; timestamp?: number; nonce?: string; compatible?: boolean } = {},
): MadeCallback {
  const timestamp = String(over.timestamp ?? Math.floor(Date.now() / 1000));
  const nonce = over.nonce ?? String(randomInt(1_000_000_000));
  const query: Record<string, string> = { signature: sign(account.token, timestamp, nonce), timestamp, nonce };
  if (account.aesKey === undefined) return { query, body: message };
  const sealed = encrypt(account.aesKey, message, account.appId);
  const json = over.format === 'json';
  const plain = over.compatible ? message.slice(message.indexOf('>') + 1, message.lastIndexOf('<')) : '';
  return {
    query: { ...query, encrypt_type: 'aes', msg_signature: sign(account.token, timestamp, nonce, sealed) },
    body: json
      ? JSON.stringify({ ToUserName: 'gh_test', Encrypt: sealed })
      : `<xml>${plain || '<ToUserName><![CDATA[gh_test]]></ToUserName>'}<Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
  };
}

export async function post(
  url: string,
  { query, body }: MadeCallback,
): Promise<{ status: number; text: string; ms: number }> {
  const began = performance.now();
  const response = await fetch(`${url}?${new URLSearchParams(query).toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body,
  });
  return { status: response.status, text: await response.text(), ms: performance.now() - began };
}

/** A user's phone, with WeChat's servers between it and the desk: what it does is called back, what it may be sent is counted. */
export class Phone {
  constructor(
    readonly user: string,
    private readonly account: PhoneAccount,
    private readonly wechat: WeChatStandIn,
    private readonly format: 'xml' | 'json' = 'xml',
  ) {}

  /** The callback of a text, not yet sent. */
  text(content: string, more: Fields = {}): MadeCallback {
    return this.made({ MsgType: 'text', Content: content, MsgId: newMsgId(), ...more });
  }

  made(fields: Fields): MadeCallback {
    const common = { ToUserName: 'gh_test', FromUserName: this.user, CreateTime: Math.floor(this.wechat.now() / 1000) };
    const callback = makeCallback(this.account, bodyOf({ ...common, ...fields }, this.format), { format: this.format });
    return { ...callback, act: String(fields['MsgId'] ?? newMsgId()) };
  }

  /** Brings a callback to the desk; what it allows counts from when it is brought first. */
  async bring(callback: MadeCallback, grants: Grant = 'message') {
    this.did(callback, grants);
    return post(this.account.url, callback);
  }

  /** What the user did allows replies, once. */
  did({ act }: MadeCallback, grants: Grant = 'message'): void {
    this.wechat.grant(this.user, grants, act);
  }

  say(content: string, more: Fields = {}) {
    return this.bring(this.text(content, more), more['bizmsgmenuid'] === undefined ? 'message' : 'click');
  }

  send(fields: Fields) {
    return this.bring(this.made({ MsgId: newMsgId(), ...fields }));
  }

  event(event: string, more: Fields = {}, grants: Grant = 'follow') {
    return this.bring(this.made({ MsgType: 'event', Event: event, ...more }), grants);
  }

  get screen() {
    return this.wechat.to(this.user);
  }
}
