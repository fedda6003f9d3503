import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD, login } from '../support/desk.js';

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

interface Verdict {
  decision: boolean;
  severity: string;
  reasons: { rule: string; evidence: string }[];
}

/** What the merchant sets, on a whole desk: it decides what happens to shoppers, and is tried before. */
describe('settings at work', () => {
  let desk: Desk;
  let token: string;

  const ask = async (
    method: string,
    path: string,
    body?: object | Buffer,
    type = 'application/json',
  ): Promise<Answer> => {
    const response = await fetch(`${desk.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'accept-language': 'en', ...(body ? { 'content-type': type } : {}) },
      body: body === undefined ? undefined : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(text) as Answer['body']) : {},
    };
  };
  const codeOf = ({ body }: Answer): unknown => (body['error'] as { code?: string } | undefined)?.code;
  const trial = async (input: object): Promise<{ outcome: string; handoff: Verdict }[]> =>
    (await ask('POST', '/settings/handoff/try', input)).body['turns'] as { outcome: string; handoff: Verdict }[];

  beforeAll(async () => {
    desk = await Desk.start();
    token = await login(desk.url, await desk.addAgent('admin'), PASSWORD);
  });

  afterAll(async () => {
    await desk?.close();
    await closeTestDatabases();
  });

  it('are tried on a text without being saved, with the words that count', async () => {
    const [plain] = await trial({ text: '我要投诉你们' });
    expect(plain?.handoff).toMatchObject({ decision: true });
    expect(plain?.handoff.reasons.map(({ rule }) => rule)).toContain('complaint');
    expect('我要投诉你们').toContain(plain?.handoff.reasons[0]?.evidence);
    const off = { triggers: { complaint: false, anger: false } };
    expect((await trial({ text: '我要投诉你们', settings: off }))[0]?.handoff).toMatchObject({
      decision: false,
      reasons: [],
    });
    const words = { words: { risk: { 'zh-CN': ['漏液'] } } };
    expect((await trial({ text: '电池漏液了', settings: words }))[0]?.handoff).toMatchObject({
      decision: true,
      severity: 'critical',
      reasons: expect.arrayContaining([expect.objectContaining({ rule: 'risk:words', evidence: '漏液' })]),
    });
    // Denied words do not count, and nothing was kept of any of it.
    expect((await trial({ text: '没有漏液', settings: words }))[0]?.handoff.decision).toBe(false);
    expect((await ask('GET', '/settings/handoff')).body['version']).toBe(0);
    expect(await desk.db.query('SELECT 1 FROM handoff_decision')).toEqual([]);
  });

  it('are tried on what came before, answers included', async () => {
    const nonsense = '薛定谔方程是什么';
    const turns = await trial({ text: nonsense, earlier: [nonsense], settings: { missesInARow: 2 } });
    expect(turns.map(({ outcome }) => outcome)).toEqual(['abstained', 'abstained']);
    expect(turns[1]?.handoff.reasons.map(({ rule }) => rule)).toEqual(['missed']);
    expect((await trial({ text: '怎么开发票', settings: {} }))[0]?.outcome).toBe('answered');
    const [careful] = await trial({ text: '怎么开发票', settings: { answerFrom: 1, clarifyFrom: 1 } });
    expect(careful?.outcome).toBe('abstained');
  });

  it('decide for shoppers once they are saved, and the past is played again', async () => {
    const shopper = await desk.shopper();
    const sent = await shopper.say('电池漏液了怎么办');
    await shopper.answerTo(sent.seq);
    const draft = { words: { risk: { 'zh-CN': ['漏液'] } } };
    const replayed = await ask('POST', '/settings/handoff/replay', { settings: draft, limit: 10 });
    expect(replayed.body).toMatchObject({ looked: 1, changed: 1, toPerson: 1, toAssistant: 0 });
    expect(replayed.body['cases']).toEqual([
      expect.objectContaining({ conversationId: shopper.conversationId, seq: sent.seq }),
    ]);
    expect(JSON.stringify(replayed.body)).not.toContain('怎么办');
    const same = await ask('POST', '/settings/handoff/replay', { settings: {}, limit: 10 });
    expect(same.body).toMatchObject({ looked: 1, changed: 0 });
    expect((await ask('PUT', '/settings/handoff', { settings: draft })).status).toBe(200);
    const other = await desk.shopper();
    await other.say('又漏液了');
    await other.notice('handoff_offline');
  });

  it('say when people are back, and count the first reply from then', async () => {
    const hours = { timeZone: 'Asia/Shanghai', alwaysOpen: false, weekly: {}, exceptions: [] as object[] };
    const tomorrow = new Date(Date.now() + 24 * 3_600_000 + 8 * 3_600_000).toISOString().slice(0, 10);
    hours.exceptions = [{ date: tomorrow, spans: [{ from: '09:00', to: '18:00' }] }];
    const closedText = { 'zh-CN': '我们打烊了，{{opens}}见。' };
    expect((await ask('PUT', '/settings/desk', { settings: { hours, closedText } })).status).toBe(200);
    const shopper = await desk.shopper();
    await shopper.say('转人工');
    const notice = await shopper.notice('handoff_offline');
    expect(notice.text).toBe('我们打烊了，明天 09:00见。');
    const rows = await desk.db.query<{ due: Date }>(
      'SELECT first_reply_due_at AS due FROM conversation WHERE id = $1',
      [shopper.conversationId],
    );
    expect(rows[0]?.due.getTime()).toBeGreaterThanOrEqual(Date.parse(`${tomorrow}T09:00:00+08:00`));
    expect((await ask('DELETE', '/settings/desk')).body).toMatchObject({ settings: { hours: { alwaysOpen: true } } });
  });

  describe('the look of the widget', () => {
    const picture = (format: 'png' | 'jpeg', side = 64): Promise<Buffer> => {
      const plain = sharp({ create: { width: side, height: side, channels: 4, background: '#1f6f5c' } });
      return plain.toFormat(format).toBuffer();
    };

    it('is what the widget is given, with a logo that was uploaded', async () => {
      const uploaded = await ask('POST', '/settings/widget/logo', await picture('jpeg', 400), 'image/jpeg');
      const logoUrl = String(uploaded.body['logoUrl']);
      expect([uploaded.status, logoUrl]).toEqual([
        200,
        expect.stringMatching(/^\/api\/v1\/widget\/logo\/[0-9a-f]{64}$/),
      ]);
      const served = await fetch(desk.url + logoUrl);
      expect(served.headers.get('content-type')).toBe('image/png');
      expect(served.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(served.headers.get('cache-control')).toContain('immutable');
      expect(served.headers.get('content-security-policy')).toContain('sandbox');
      expect(await sharp(Buffer.from(await served.arrayBuffer())).metadata()).toMatchObject({
        width: 192,
        format: 'png',
      });
      const settings = {
        name: '海港',
        accent: '#AA3300',
        logoUrl,
        position: 'left',
        theme: 'dark',
        greeting: { en: 'Ahoy' },
        questions: { mode: 'fixed', fixed: { en: ['Where is my parcel?'] } },
      };
      expect((await ask('PUT', '/settings/widget', { settings, version: 0 })).status).toBe(200);
      const front = (await ask('GET', '/widget?locale=en')).body;
      expect(front['look']).toEqual({
        name: '海港',
        accent: '#AA3300',
        logoUrl,
        position: 'left',
        theme: 'dark',
        greeting: 'Ahoy',
      });
      expect(front['questions']).toEqual([{ title: 'Where is my parcel?' }]);
      expect((await ask('GET', '/widget?locale=zh-CN')).body['look']).toMatchObject({ greeting: null });
    });

    it.each([
      [{ logoUrl: 'data:image/png;base64,AAAA' }],
      [{ logoUrl: 'http://shop.test/logo.png' }],
      [{ logoUrl: 'javascript:alert(1)' }],
      [{ logoUrl: '/api/v1/widget/logo/../../me' }],
      [{ accent: 'red' }],
      [{ accent: '#12345g' }],
      [{ name: ' ' }],
      [{ position: 'top' }],
      [{ questions: { mode: 'fixed', fixed: {} } }],
      [{ questions: { mode: 'fixed', fixed: { en: ['a', 'b', 'c', 'd', 'e'] } } }],
      [{ greeting: { en: 'x'.repeat(301) } }],
    ])('refuses %j', async (settings) => {
      const answer = await ask('PUT', '/settings/widget', { settings });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('takes no logo that is not a picture of a sensible size', async () => {
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
      for (const [bytes, type, wanted] of [
        [svg, 'image/svg+xml', [415, 'TYPE_NOT_SUPPORTED']],
        [svg, 'image/png', [415, 'TYPE_NOT_SUPPORTED']],
        [Buffer.from('PNG?'), 'image/png', [415, 'TYPE_NOT_SUPPORTED']],
        [(await picture('png')).subarray(0, 60), 'image/png', [415, 'TYPE_NOT_SUPPORTED']],
        [Buffer.alloc(300 * 1024), 'image/png', [413, 'PAYLOAD_TOO_LARGE']],
        [Buffer.from('{}'), 'application/json', [415, 'TYPE_NOT_SUPPORTED']],
      ] as const) {
        const answer = await ask('POST', '/settings/widget/logo', bytes, type);
        expect([answer.status, codeOf(answer)]).toEqual(wanted);
      }
      for (const hash of ['0'.repeat(64), 'x', '%00'])
        expect((await fetch(`${desk.url}/api/v1/widget/logo/${hash}`)).status).toBe(404);
    });
  });
});
