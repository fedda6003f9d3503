import { randomBytes } from 'node:crypto';
import { signatureOf, type CallbackCipher } from './crypto.js';
import type { BodyFormat } from './body.js';

/** What XML 1.0 cannot hold at all, and what WeChat refuses in JSON. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text without what WeChat cannot take in any format: control characters, halves of characters. */
export function speakable(text: string): string {
  return text.toWellFormed().replace(ILLEGAL, '');
}

/** A text as a CDATA section; one that holds the end of a section is put into two. */
export function cdata(text: string): string {
  return `<![CDATA[${speakable(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

export interface PassiveReply {
  toUser: string;
  fromUser: string;
  text: string;
  at: Date;
}

/** A text as the answer to a callback, in the format it came in. */
export function passiveReply({ toUser, fromUser, text, at }: PassiveReply, format: BodyFormat): string {
  const createTime = Math.floor(at.getTime() / 1000);
  if (format === 'json') {
    return JSON.stringify({
      ToUserName: toUser,
      FromUserName: fromUser,
      CreateTime: createTime,
      MsgType: 'text',
      Content: speakable(text),
    });
  }
  return (
    `<xml><ToUserName>${cdata(toUser)}</ToUserName><FromUserName>${cdata(fromUser)}</FromUserName>` +
    `<CreateTime>${createTime}</CreateTime><MsgType>${cdata('text')}</MsgType><Content>${cdata(text)}</Content></xml>`
  );
}

/** A reply under the key of secure mode, in the same format. */
export function sealedReply(
  message: string,
  format: BodyFormat,
  { cipher, token, at }: { cipher: CallbackCipher; token: string; at: Date },
  nonce: string = randomBytes(8).readBigUInt64BE().toString(),
): string {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const encrypted = cipher.encrypt(message);
  const signature = signatureOf(token, timestamp, nonce, encrypted);
  if (format === 'json')
    return JSON.stringify({ Encrypt: encrypted, MsgSignature: signature, TimeStamp: Number(timestamp), Nonce: nonce });
  return (
    `<xml><Encrypt>${cdata(encrypted)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature>` +
    `<TimeStamp>${timestamp}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`
  );
}
