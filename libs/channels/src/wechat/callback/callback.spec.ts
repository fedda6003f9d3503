import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as oracle from '@wecom/crypto';
import { BodyError, readBody, readText } from './body.js';
import { CallbackCipher, CipherError, signatureFits, signatureOf } from './crypto.js';
import { cdata, passiveReply, sealedReply } from './reply.js';

interface Vector {
  id: string;
  kind: 'plain_signature' | 'decrypt' | 'encrypt' | 'reject_signature' | 'reject_receive_id' | 'msg_signature_only';
  token: string;
  timestamp: string;
  nonce: string;
  signature?: string;
  plain_signature_in_url?: string;
  encodingAESKey?: string;
  receiveId?: string;
  msg_signature?: string;
  encrypt?: string;
  random?: string;
  msg?: string;
  msg_observed?: string;
  msg_contains?: string[];
}

const file = new URL('../../../../../test/support/wechat/vectors.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
const of = (...kinds: Vector['kind'][]): [string, Vector][] =>
  vectors.filter((v) => kinds.includes(v.kind)).map((v) => [v.id, v]);

const cipherOf = (v: Vector): CallbackCipher => new CallbackCipher(v.encodingAESKey ?? '', v.receiveId ?? '');
const msgSignature = (v: Vector): string => signatureOf(v.token, v.timestamp, v.nonce, v.encrypt ?? '');

describe('vectors of the documentation and of other SDKs', () => {
  it.each(of('plain_signature'))('%s: the signature over token, time and nonce', (_id, v) => {
    expect(signatureFits(signatureOf(v.token, v.timestamp, v.nonce), v.signature ?? '')).toBe(true);
  });

  it.each(of('decrypt', 'encrypt', 'msg_signature_only', 'reject_receive_id'))(
    '%s: the signature over the body',
    (_id, v) => {
      expect(msgSignature(v)).toBe(v.msg_signature);
    },
  );

  it.each(of('decrypt'))('%s: decrypts, and so does @wecom/crypto', (_id, v) => {
    const message = cipherOf(v).decrypt(v.encrypt ?? '');
    if (v.msg !== undefined) expect(message).toBe(v.msg);
    if (v.msg_observed !== undefined) expect(message).toBe(v.msg_observed);
    for (const part of v.msg_contains ?? []) expect(message).toContain(part);
    expect(oracle.decrypt(v.encodingAESKey ?? '', v.encrypt ?? '')).toMatchObject({ message, id: v.receiveId });
  });

  it.each(of('encrypt'))('%s: encrypts to the very bytes', (_id, v) => {
    expect(cipherOf(v).encrypt(v.msg ?? '', Buffer.from(v.random ?? ''))).toBe(v.encrypt);
    expect(cipherOf(v).decrypt(v.encrypt ?? '')).toBe(v.msg);
  });

  it.each(of('reject_signature'))('%s: is refused', (_id, v) => {
    expect(signatureFits(msgSignature(v), v.msg_signature ?? '')).toBe(false);
  });

  it.each(of('reject_receive_id'))('%s: is for somebody else', (_id, v) => {
    expect(() => cipherOf(v).decrypt(v.encrypt ?? '')).toThrow(new CipherError('wrong receiver'));
  });
});

describe('the signature', () => {
  it('is over the parts in the order of their code units, whatever they hold', () => {
    const parts = ['Zoo', 'apple', '10', '9', 'é', '+ &=%', '中', ''];
    const joined = '' + '+ &=%' + '10' + '9' + 'Zoo' + 'apple' + 'é' + '中';
    expect(signatureOf(...parts)).toBe(createHash('sha1').update(joined).digest('hex'));
  });

  it('is lower-case hex and nothing else: in other letters it would be another key of the replay cache', () => {
    const right = signatureOf('token', '1700000000', 'nonce');
    expect(signatureFits(right, right)).toBe(true);
    for (const other of [right.toUpperCase(), ` ${right}`, right.slice(0, -1), `${right}0`, ''])
      expect(signatureFits(right, other)).toBe(false);
  });
});

describe('the cipher', () => {
  const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
  const cipher = new CallbackCipher(key, 'wx1');

  it.each([0, 1, 11, 12, 13, 27, 28, 29, 43, 44, 45, 2000])('reads what it has written, %i bytes', (length) => {
    const text = 'x'.repeat(length);
    const sealed = cipher.encrypt(text);
    expect(cipher.decrypt(sealed)).toBe(text);
    expect(oracle.decrypt(key, sealed)).toMatchObject({ message: text, id: 'wx1' });
  });

  it('reads what @wecom/crypto has written', () => {
    expect(cipher.decrypt(oracle.encrypt(key, '您好👋🏽', 'wx1'))).toBe('您好👋🏽');
  });

  it.each(['', 'wx1', 'ww1234567890abcdef', 'wx0123456789abcdef', 'suite-'.repeat(9)])(
    'fills up to 32 bytes as @wecom/crypto does, a whole block where nothing is missing, for %j',
    (receiver) => {
      const own = new CallbackCipher(key, receiver);
      for (let length = 0; length <= 64; length++) {
        const text = '7'.repeat(length);
        expect(own.decrypt(oracle.encrypt(key, text, receiver))).toBe(text);
        const sealed = own.encrypt(text);
        expect(Buffer.from(sealed, 'base64').length % 32).toBe(0);
        expect(oracle.decrypt(key, sealed)).toMatchObject({ message: text, id: receiver });
      }
    },
  );

  it('reads base64 that was broken into lines, or lost what fills it up', () => {
    const sealed = cipher.encrypt('hello');
    expect(cipher.decrypt(sealed.replace(/.{20}/g, '$&\r\n'))).toBe('hello');
    expect(cipher.decrypt(sealed.replace(/=+$/, ''))).toBe('hello');
  });

  it.each([0, 33, 255])('refuses %i bytes of filling', (pad) => {
    const plain = Buffer.concat([Buffer.alloc(16), Buffer.from([0, 0, 0, 2]), Buffer.from('hiwx1')]);
    const filled = Buffer.concat([plain, Buffer.alloc(64 - plain.length, pad)]);
    const bytes = Buffer.from(`${key}=`, 'base64');
    const raw = createCipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16)).setAutoPadding(false);
    const sealed = Buffer.concat([raw.update(filled), raw.final()]).toString('base64');
    expect(() => cipher.decrypt(sealed)).toThrow(new CipherError('unreadable'));
  });

  it.each(['wx', 'wx12', 'WX1', ' wx1', 'wx1\u0000'])('is no cipher for %j', (receiver) => {
    expect(() => cipher.decrypt(new CallbackCipher(key, receiver).encrypt('hello'))).toThrow(
      new CipherError('wrong receiver'),
    );
  });

  it.each([
    ['nothing', ''],
    ['half a block', 'AAAA'],
    ['what is not of this key', new CallbackCipher(key.replace('a', 'b'), 'wx1').encrypt('hello')],
    ['a truncated body', cipher.encrypt('hello').slice(0, 24)],
    ['random bytes', Buffer.alloc(64, 7).toString('base64')],
  ])('refuses %s', (_what, sealed) => {
    expect(() => cipher.decrypt(sealed)).toThrow(CipherError);
  });

  it('takes no key of another length', () => {
    expect(() => new CallbackCipher('short', 'wx1')).toThrow('43 characters');
  });
});

describe('bodies', () => {
  const xml = (inner: string): ReadonlyMap<string, string> => readBody(Buffer.from(`<xml>${inner}</xml>`)).fields;

  it('keeps texts and long numbers as they are', () => {
    const fields = xml(
      '<Content><![CDATA[ 0012 <b>&amp;</b> ]]></Content>\n<MsgId>24180351648420685</MsgId><CreateTime>007</CreateTime><Empty></Empty>',
    );
    expect(Object.fromEntries(fields)).toEqual({
      Content: ' 0012 <b>&amp;</b> ',
      MsgId: '24180351648420685',
      CreateTime: '007',
      Empty: '',
    });
  });

  it('reads a text that ends a CDATA section, and one that shows markup', () => {
    const said = 'a]]>b <!DOCTYPE html> <!ENTITY x "y"> &lt;';
    expect(xml(`<Content>${cdata(said)}</Content>`).get('Content')).toBe(said);
  });

  it.each([
    ['a section on a line of its own', '\n  <![CDATA[abc]]>\n', 'abc'],
    ['an end of a section beside sections', '<![CDATA[a]]>]]&gt;<![CDATA[b&amp;]]>', 'a]]>b&amp;'],
    ['text before, between and behind', 'a<![CDATA[b]]>c<![CDATA[ ]]>d', 'abc d'],
    ['an empty section', '<![CDATA[]]>', ''],
    ['blanks that were said', '  ', '  '],
  ])('reads %s', (_what, content, said) => {
    expect(xml(`<Content>${content}</Content>`).get('Content')).toBe(said);
  });

  it('minds no declaration, attribute, order, line or tag that closes itself', () => {
    const body =
      '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<xml version="1">\r\n\t<B b="&quot;" >2</B >\n<A>1</A>\n<C/></xml>\n';
    expect(Object.fromEntries(readBody(Buffer.from(body)).fields)).toEqual({ A: '1', B: '2', C: '' });
  });

  it('knows the five entities of XML outside CDATA and no other', () => {
    expect(xml('<A>&lt;a&gt; &amp;amp; &x; &#65;</A>').get('A')).toBe('<a> &amp; &x; &#65;');
  });

  it('leaves out what is nested', () => {
    const fields = xml('<Event>scancode_push</Event><ScanCodeInfo><ScanType>qr</ScanType></ScanCodeInfo>');
    expect([...fields.keys()]).toEqual(['Event']);
  });

  it('reads JSON with 64-bit ids', () => {
    const { format, fields } = readText(
      '{"MsgId":24180351648420685,"Content":"\\"MsgId\\":24180351648420685 1234567890123456789","CreateTime":1714112445,"List":[1]}',
    );
    expect(format).toBe('json');
    expect(Object.fromEntries(fields)).toEqual({
      MsgId: '24180351648420685',
      Content: '"MsgId":24180351648420685 1234567890123456789',
      CreateTime: '1714112445',
    });
  });

  it('keeps every number of JSON as it was written', () => {
    const { fields } = readText(
      '{"MsgId": 24180351648420685 ,"A":-1234567890123456789,"Location_X":31.230416000000000123,"B":1.0,"C":1e3,' +
        '"CreateTime":"1714112445","Content":"1.000000000000000001, \\"2\\" 31.230416000000000123","D":[12345678901234567890],"E":true}',
    );
    expect(Object.fromEntries(fields)).toEqual({
      ...{ MsgId: '24180351648420685', A: '-1234567890123456789', Location_X: '31.230416000000000123' },
      ...{ B: '1.0', C: '1e3', CreateTime: '1714112445', E: 'true' },
      Content: '1.000000000000000001, "2" 31.230416000000000123',
    });
  });

  it.each(['{"a":01}', '{"a":1.}', '{"a":+1}', '{"a":1-2}', '{"a":.5}', '{"a":NaN}', `{"a":"${'\\"'.repeat(30_000)}`])(
    'refuses what only looks like JSON, %#',
    (body) => {
      expect(() => readBody(Buffer.from(body))).toThrow(BodyError);
    },
  );

  it.each([
    ['an entity', '<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
    [
      'a document type after the declaration',
      '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><xml><A>1</A></xml>',
    ],
    ['a document type between elements', '<xml><A>1</A><!DOCTYPE x></xml>'],
    ['a processing instruction', '<xml><?php 1 ?><A>1</A></xml>'],
    ['a section that never ends', '<xml><A><![CDATA[1</A></xml>'],
    ['another root', '<html><A>1</A></html>'],
    ['two roots', '<xml><A>1</A></xml><xml><A>2</A></xml>'],
    ['a field twice', '<xml><A>1</A><A>2</A></xml>'],
    ['a truncated element', '<xml><A>1</A>'],
    ['plain text', 'hello'],
    ['nothing', ''],
    ['no fields', '<xml></xml>'],
    ['half of JSON', '{"a":'],
    ['too much', `<xml><A>${'x'.repeat(64 * 1024)}</A></xml>`],
  ])('refuses %s', (_what, body) => {
    expect(() => readBody(Buffer.from(body))).toThrow(BodyError);
  });

  it('refuses what is not UTF-8', () => {
    expect(() => readBody(Buffer.from([0x3c, 0xff, 0xfe]))).toThrow(BodyError);
  });

  it('survives deep nesting and names of the language', () => {
    const deep = `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`;
    for (const body of [
      deep,
      '<xml><__proto__>1</__proto__><constructor>2</constructor></xml>',
      '{"__proto__":{"a":1}}',
    ]) {
      try {
        readBody(Buffer.from(body));
      } catch (error) {
        expect(error).toBeInstanceOf(BodyError);
      }
    }
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });
});

describe('replies', () => {
  const reply = { toUser: 'o1', fromUser: 'gh_1', text: 'a]]>b\u0000\u0008 👋', at: new Date(1_700_000_000_500) };

  it('swaps who speaks, in seconds, and cannot be broken out of', () => {
    expect(Object.fromEntries(readText(passiveReply(reply, 'xml')).fields)).toEqual({
      ToUserName: 'o1',
      FromUserName: 'gh_1',
      CreateTime: '1700000000',
      MsgType: 'text',
      Content: 'a]]>b 👋',
    });
    expect(readText(passiveReply(reply, 'json')).fields.get('Content')).toBe('a]]>b 👋');
  });

  it.each(['xml', 'json'] as const)('seals them, %s', (format) => {
    const cipher = new CallbackCipher('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', 'wx1');
    const { fields } = readText(sealedReply('<xml/>', format, { cipher, token: 't', at: reply.at }));
    const [encrypted = '', time = '', nonce = ''] = ['Encrypt', 'TimeStamp', 'Nonce'].map((name) => fields.get(name));
    expect(fields.get('MsgSignature')).toBe(signatureOf('t', time, nonce, encrypted));
    expect(time).toBe('1700000000');
    expect(cipher.decrypt(encrypted)).toBe('<xml/>');
  });
});
