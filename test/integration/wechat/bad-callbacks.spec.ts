import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { closeTestDatabases } from '../../support/database.js';
import { AES_KEY, APP_ID, TOKEN, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { bodyOf, encrypt, makeCallback, newMsgId, post, sign, type MadeCallback } from '../../support/wechat/phone.js';

const now = (): number => Math.floor(Date.now() / 1000);
const message = (over: Record<string, string | number> = {}): Record<string, string | number> => ({
  ToUserName: 'gh_test',
  FromUserName: 'openid-bad',
  CreateTime: now(),
  MsgType: 'text',
  Content: '怎么申请退货？',
  MsgId: newMsgId(),
  ...over,
});
const secret = { appId: APP_ID, token: TOKEN, aesKey: AES_KEY };
const open = { appId: APP_ID, token: TOKEN };

describe.each([
  ['secure', true],
  ['plain', false],
] as const)('callbacks that are none, %s mode', (mode, aes) => {
  let d: WeChatDesk;
  let out: jest.SpiedFunction<typeof process.stdout.write>;
  const own = aes ? secret : open;

  beforeAll(async () => {
    out = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    d = await startWeChatDesk({ aes, config: { logLevel: 'trace' } });
  });

  afterAll(async () => {
    await d.settled();
    const log = out.mock.calls.map(([line]) => String(line)).join('');
    out.mockRestore();
    for (const word of [AES_KEY, TOKEN, d.wechat.secret, 'access_token=']) expect(log.includes(word)).toBe(false);
    expect(log.split('\n').filter((line) => line.includes('unexpected error'))).toEqual([]);
    await d.close();
    await closeTestDatabases();
  });

  const stored = async (): Promise<number> =>
    (await d.desk.db.query<{ n: number }>('SELECT count(*)::int AS n FROM wechat_inbound'))[0]?.n ?? -1;
  const refused = async (callback: MadeCallback | string, status: number, code: string): Promise<void> => {
    const before = await stored();
    const answer =
      typeof callback === 'string'
        ? await fetch(callback, { method: 'POST', body: made().body }).then(async (r) => ({
            status: r.status,
            text: await r.text(),
          }))
        : await post(d.account.url, callback);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(`"code":"${code}"`)]);
    expect(await stored()).toBe(before);
  };
  const made = (over: Record<string, string | number> = {}): MadeCallback => makeCallback(own, bodyOf(message(over)));
  const signature = aes ? 'msg_signature' : 'signature';

  it('a wrong signature', async () => {
    const callback = made();
    callback.query[signature] = callback.query[signature]?.replace(/./, (c) => (c === '0' ? '1' : '0')) ?? '';
    await refused(callback, 403, 'WECHAT_SIGNATURE_INVALID');
    const loud = made();
    loud.query[signature] = loud.query[signature]?.toUpperCase() ?? '';
    await refused(loud, 403, 'WECHAT_SIGNATURE_INVALID');
    await refused({ ...callback, query: { ...callback.query, [signature]: 'x' } }, 403, 'WECHAT_SIGNATURE_INVALID');
    await refused(makeCallback({ ...own, token: `${TOKEN}x` }, bodyOf(message())), 403, 'WECHAT_SIGNATURE_INVALID');
  });

  it.each(['timestamp', 'nonce'])('no %s, or no signature at all', async (name) => {
    const { query, body } = made();
    const { [name]: _left, ...rest } = query;
    await refused({ query: rest, body }, 403, 'WECHAT_SIGNATURE_INVALID');
    await refused({ query: {}, body }, 403, 'WECHAT_SIGNATURE_INVALID');
  });

  it.each([-360, 360, -86_400])('of another time, %i s', async (seconds) => {
    await refused(makeCallback(own, bodyOf(message()), { timestamp: now() + seconds }), 403, 'WECHAT_STALE');
  });

  it('a signature used again for something else', async () => {
    const first = made();
    expect((await post(d.account.url, first)).status).toBe(200);
    expect(await post(d.account.url, first)).toMatchObject({ status: 200, text: 'success' });
    if (mode === 'plain') await refused({ ...first, body: bodyOf(message()) }, 403, 'WECHAT_REPLAYED');
    else await refused({ ...first, body: made().body }, 403, 'WECHAT_SIGNATURE_INVALID');
  });

  it('parameters that are lists or objects, or without end', async () => {
    const { query } = made();
    for (const name of [signature, 'timestamp', 'nonce']) {
      const base = `${d.account.url}?${new URLSearchParams(query).toString()}`;
      await refused(`${base}&${name}=again`, 400, 'VALIDATION_FAILED');
      const { [name]: value = '', ...rest } = query;
      const without = `${d.account.url}?${new URLSearchParams(rest).toString()}`;
      for (const odd of [`${name}[]`, `${name}[a]`, `${name}[__proto__]`]) {
        const answer = await fetch(`${without}&${encodeURIComponent(odd)}=${value}`, {
          method: 'POST',
          body: made().body,
        });
        expect([400, 403]).toContain(answer.status);
      }
    }
    await refused(
      `${d.account.url}?${new URLSearchParams({ ...query, nonce: 'n'.repeat(600) }).toString()}`,
      400,
      'VALIDATION_FAILED',
    );
  });

  it('bodies that are none', async () => {
    const bodies = [
      '<xml><Content>',
      '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>',
      '<html></html>',
      'hello',
      '{"MsgType":',
      bodyOf({ ToUserName: 'gh_test', MsgType: 'text' }),
      bodyOf(message({ CreateTime: 'yesterday' })),
      bodyOf(message({ FromUserName: 'x'.repeat(500) })),
      '<xml><a></a></xml>',
    ];
    for (const body of bodies) await refused(makeCallback(own, body), 400, 'WECHAT_BODY_INVALID');
    const bomb = Array.from({ length: 20 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('');
    const outer = [
      '',
      'x',
      '\u0000',
      '[]',
      'null',
      '7',
      '{"Encrypt":{"a":1}',
      `<!DOCTYPE x [<!ENTITY a0 "a">${bomb}]><xml><Encrypt>&a20;</Encrypt></xml>`,
      '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:1/x"><xml><Encrypt>a</Encrypt></xml>',
      `<xml>${'<a>'.repeat(9_000)}`,
      made().body.slice(0, -20),
    ];
    for (const body of outer) await refused({ ...made(), body }, 400, 'WECHAT_BODY_INVALID');
  });

  it('too much', async () => {
    const callback = { ...made(), body: `<xml><A>${'x'.repeat(70_000)}</A></xml>` };
    await refused(callback, 413, 'PAYLOAD_TOO_LARGE');
    const { query } = made();
    const answer = await fetch(`${d.account.url}?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', 'content-encoding': 'gzip' },
      body: gzipSync(`<xml><A>${' '.repeat(20_000_000)}</A></xml>`),
    });
    expect([413, 415]).toContain(answer.status);
  });

  it('not UTF-8', async () => {
    const before = await stored();
    const { query } = made();
    const answer = await fetch(`${d.account.url}?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      body: Buffer.from([0x3c, 0x78, 0xff, 0xfe]),
    });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('WECHAT_BODY_INVALID')]);
    expect(await stored()).toBe(before);
  });

  it('what is none of this account’s kind is confirmed and left alone', async () => {
    const before = await stored();
    const others: Record<string, string>[] = [
      { Event: 'kf_msg_or_event', Token: 't', OpenKfId: 'wk' },
      { Event: 'VIEW', EventKey: 'u' },
    ];
    for (const over of others)
      expect((await post(d.account.url, made({ MsgType: 'event', ...over }))).text).toBe('success');
    expect(await stored()).toBe(before);
    expect(await d.desk.db.query('SELECT 1 AS one FROM wechat_kf')).toEqual([]);
  });

  it('the query does not say whether a callback is encrypted: the account does', async () => {
    for (const type of ['raw', 'aes', 'RAW', '']) {
      const plain = makeCallback(open, bodyOf(message()));
      plain.query['encrypt_type'] = type;
      if (aes) await refused(plain, 403, 'WECHAT_PLAINTEXT_REFUSED');
      else expect(await post(d.account.url, plain)).toMatchObject({ status: 200, text: 'success' });
      const sealed = makeCallback(secret, bodyOf(message()));
      sealed.query['encrypt_type'] = type;
      if (aes) expect(await post(d.account.url, sealed)).toMatchObject({ status: 200, text: 'success' });
      else await refused(sealed, 400, 'WECHAT_BODY_INVALID');
    }
  });

  it('of an account that is none', async () => {
    const callback = made();
    for (const id of ['nobody', '%00', '..%2f..', 'x'.repeat(300), "'--"]) {
      const answer = await post(d.account.url.replace(/shop$/, id), callback);
      expect([400, 404]).toContain(answer.status);
    }
  });

  it('control characters, halves of characters, ]]> and markup in what is said do no harm', async () => {
    const odd = [
      'a]]>b',
      '<!DOCTYPE x>',
      '\u0001\u0002',
      '\u200b',
      'ok\u0000ok',
      '${7*7}',
      '{{x}}',
      `'; DROP TABLE message;--`,
    ];
    for (const text of odd) expect((await post(d.account.url, made({ Content: text }))).status).toBe(200);
    for (const type of ['', 'constructor', '__proto__', 'x'.repeat(100)])
      expect([200, 400]).toContain((await post(d.account.url, made({ MsgType: type }))).status);
    expect((await post(d.account.url, made({ MsgType: 'event', Event: 'never_heard_of' }))).text).toBe('success');
    await d.settled();
    const said = await d.desk.db.query<{ text: string }>(`SELECT text FROM message WHERE author_kind = 'shopper'`);
    const texts = said.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['a]]>b', '<!DOCTYPE x>', '${7*7}', `'; DROP TABLE message;--`]));
    expect(await d.desk.db.query(`SELECT 1 AS one FROM wechat_inbound WHERE state = 'failed'`)).toEqual([]);
  });

  if (aes) {
    it('plaintext, where a key is set', async () => {
      await refused(makeCallback(open, bodyOf(message())), 403, 'WECHAT_PLAINTEXT_REFUSED');
    });

    it('compatible mode counts what is encrypted, not what stands beside it', async () => {
      const callback = makeCallback(secret, bodyOf(message({ Content: '加密的' })), { compatible: true });
      callback.body = callback.body.replace('加密的', '旁边的');
      expect((await post(d.account.url, callback)).status).toBe(200);
      await d.settled();
      expect(await d.desk.db.query(`SELECT 1 AS one FROM message WHERE text = '加密的'`)).toHaveLength(1);
      expect(await d.desk.db.query(`SELECT 1 AS one FROM message WHERE text = '旁边的'`)).toHaveLength(0);
    });

    it('reads what is encrypted in whatever dress it comes', async () => {
      const dressed: ((sealed: string) => string)[] = [
        (sealed) => `<xml><Encrypt>${sealed}</Encrypt></xml>`,
        (sealed) =>
          `<?xml version="1.0" encoding="UTF-8"?>\n<xml>\n  <Encrypt>\n    ${sealed}\n  </Encrypt>\n  <AgentID/>\n</xml>\n`,
        (sealed) => `<xml><Encrypt>\n<![CDATA[${sealed}]]>\n</Encrypt><ToUserName><![CDATA[x]]></ToUserName></xml>`,
        (sealed) => JSON.stringify({ Encrypt: sealed }),
        (sealed) => JSON.stringify({ tousername: APP_ID, encrypt: sealed, agentid: 1 }, null, 2),
      ];
      for (const [n, dress] of dressed.entries()) {
        const at = String(now());
        const nonce = `a+b c/=&中${n}`;
        const sealed = encrypt(
          AES_KEY,
          bodyOf(message({ Content: `第 ${n} 件` }), n % 2 === 0 ? 'xml' : 'json'),
          APP_ID,
        );
        const query = { timestamp: at, nonce, msg_signature: sign(TOKEN, at, nonce, sealed) };
        expect(await post(d.account.url, { query, body: dress(sealed) })).toMatchObject({
          status: 200,
          text: 'success',
        });
      }
      await d.settled();
      const said = await d.desk.db.query(`SELECT 1 AS one FROM message WHERE text LIKE '第 _ 件'`);
      expect(said).toHaveLength(dressed.length);
    });

    it('for another receiver, with another key, cut off', async () => {
      const at = String(now());
      const of = (sealed: string): MadeCallback => ({
        query: { timestamp: at, nonce: sealed.slice(0, 8), msg_signature: sign(TOKEN, at, sealed.slice(0, 8), sealed) },
        body: `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
      });
      const whole = encrypt(AES_KEY, bodyOf(message()), APP_ID);
      await refused(of(encrypt(AES_KEY, bodyOf(message()), 'wxother')), 403, 'WECHAT_RECEIVER_WRONG');
      await refused(of(encrypt(AES_KEY.replace('a', 'b'), bodyOf(message()), APP_ID)), 400, 'WECHAT_BODY_INVALID');
      await refused(of(whole.slice(0, 64)), 400, 'WECHAT_BODY_INVALID');
      await refused(of('AAAA'), 400, 'WECHAT_BODY_INVALID');
    });
  }

  it('verifies the address', async () => {
    const at = String(now());
    const ask = async (query: Record<string, string>): Promise<[number, string]> => {
      const response = await fetch(`${d.account.url}?${new URLSearchParams(query).toString()}`);
      return [response.status, await response.text()];
    };
    const good = { timestamp: at, nonce: 'n1', signature: sign(TOKEN, at, 'n1'), echostr: '4375120948345356249' };
    expect(await ask(good)).toEqual([200, '4375120948345356249']);
    expect((await ask({ ...good, signature: sign('other', at, 'n1') }))[0]).toBe(403);
    expect((await ask({ ...good, echostr: '' }))[0]).toBe(403);
    const old = String(now() - 4000);
    expect((await ask({ ...good, timestamp: old, signature: sign(TOKEN, old, 'n1') }))[0]).toBe(403);
  });
});
