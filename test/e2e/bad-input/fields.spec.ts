import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { closeTestDatabases } from '../../support/database.js';
import { NO_LIMITS, ask, expectHttpRefusal, expectRefusal, expectServing } from '../../support/bad-desk.js';
import { Desk, PASSWORD, Shopper, login, type Agent } from '../../support/desk.js';
import { call } from '../../support/raw.js';
import { until } from '../../support/wait.js';

const NO_ID: unknown[] = [
  undefined,
  null,
  5,
  true,
  {},
  [],
  '',
  'x',
  "1' OR '1'='1",
  '00000000',
  `${newId()} `,
  '../x',
  newId().repeat(50),
];
const NO_TEXT: unknown[] = [
  5,
  0,
  true,
  false,
  {},
  [],
  ['x'],
  { toString: 'x' },
  { $gt: '' },
  { length: 5 },
  Buffer.from('x'),
];
const NO_NUMBER: unknown[] = [null, '5', 'x', true, {}, [], [5], -1, 1.5, 1e99, NaN, 2 ** 53, { valueOf: 5 }];

const SOME_ID = newId();
const TWICE = [SOME_ID, SOME_ID];

describe('fields', () => {
  let desk: Desk;
  let shopper: Shopper;
  let agent: Agent;
  let admin: string;
  let conversationId: string;

  beforeAll(async () => {
    desk = await Desk.start(NO_LIMITS);
    shopper = await desk.shopper({ locale: 'en' });
    agent = await desk.agent('senior');
    admin = await login(desk.url, await desk.addAgent('admin'), PASSWORD);
    const asked = await ask(shopper.socket, 'human.request', {});
    conversationId = (asked['conversation'] as { id: string }).id;
    expect((await agent.accept(conversationId)).ok).toBe(true);
  }, 180_000);

  afterAll(async () => {
    // Nothing of all this was stored.
    const said = await shopper.transcript(conversationId);
    expect(said.map((m) => m.text)).not.toContain('refused');
    await expectServing(desk);
    await desk.close();
    await closeTestDatabases();
  }, 180_000);

  /** `payload` is good; each of its fields in turn gets each bad value. */
  const each = async (
    socket: Shopper['socket'] | Agent['socket'],
    event: string,
    payload: Record<string, unknown>,
    bad: Record<string, unknown[]>,
  ): Promise<void> => {
    for (const [field, values] of Object.entries(bad))
      for (const value of values) {
        const answer = await ask(socket, event, { ...payload, [field]: value });
        if (answer.ok) throw new Error(`${event} took ${field} = ${JSON.stringify(value)}`);
        expectRefusal(
          answer.error,
          'VALIDATION_FAILED',
          'CONVERSATION_NOT_FOUND',
          'ATTACHMENT_NOT_FOUND',
          'TEXT_EMPTY',
        );
      }
  };

  it('of shoppers’ events', async () => {
    const { socket } = shopper;
    await each(
      socket,
      'message.send',
      { clientId: newId(), text: 'refused' },
      {
        clientId: NO_ID,
        text: [...NO_TEXT, null],
        attachmentIds: ['x', 5, {}, ['x'], [5], [newId()], TWICE, Array.from({ length: 7 }, newId)],
        context: [5, 'x', true, [], [{}], { url: 5 }, { title: {} }, { url: 'x'.repeat(3_000) }, { orderNo: ['x'] }],
      },
    );
    await each(
      socket,
      'sync',
      { conversationId, afterSeq: 0 },
      {
        conversationId: NO_ID,
        afterSeq: [undefined, ...NO_NUMBER],
        limit: [0, 201, '5', 1.5, -1, {}, [], true],
      },
    );
    await each(socket, 'human.request', {}, { conversationId: NO_ID.slice(1) });
    await each(socket, 'queue.leave', {}, { conversationId: NO_ID });
    await each(
      socket,
      'typing',
      { conversationId, active: true },
      {
        conversationId: NO_ID,
        active: [undefined, null, 'true', 1, {}, []],
      },
    );
    await each(
      socket,
      'csat.submit',
      { conversationId, score: 5 },
      {
        conversationId: NO_ID,
        score: [undefined, 0, 6, ...NO_NUMBER],
        comment: [...NO_TEXT, 'x'.repeat(2_001)],
      },
    );
    expect(await ask(socket, 'csat.submit', { conversationId, score: 4, comment: null })).toEqual({ ok: true });
    const feedback = { messageId: newId(), helpful: true };
    await each(socket, 'feedback.submit', feedback, {
      helpful: [undefined, null, 'true', 1, {}, []],
      comment: [...NO_TEXT, 'x'.repeat(2_001)],
    });
    for (const messageId of NO_ID) {
      const refused = await ask(socket, 'feedback.submit', { ...feedback, messageId });
      expectRefusal(refused.error, 'VALIDATION_FAILED', 'MESSAGE_NOT_FOUND');
    }
    expectRefusal((await ask(socket, 'feedback.submit', feedback)).error, 'MESSAGE_NOT_FOUND');
  });

  it('of agents’ events', async () => {
    const { socket } = agent;
    await each(
      socket,
      'presence.set',
      { status: 'online' },
      {
        status: [undefined, null, 'ONLINE', 'busy', 1, {}, ['online']],
        capacity: [0, 51, ...NO_NUMBER],
      },
    );
    for (const event of ['conversation.accept', 'conversation.decline', 'conversation.return', 'conversation.resolve'])
      await each(socket, event, {}, { conversationId: NO_ID });
    await each(socket, 'conversation.resolve', { conversationId }, { outcome: [null, ...NO_TEXT, 'x'.repeat(201)] });
    await each(
      socket,
      'message.send',
      { conversationId, clientId: newId(), text: 'refused' },
      {
        conversationId: NO_ID,
        clientId: NO_ID,
        text: [undefined, null, ...NO_TEXT],
        attachmentIds: [null, 'x', 5, {}, ['x'], [newId()], TWICE, Array.from({ length: 7 }, newId)],
      },
    );
    await each(
      socket,
      'note.add',
      { conversationId, text: 'refused' },
      {
        conversationId: NO_ID,
        text: [undefined, null, '', ' \n ', ...NO_TEXT],
      },
    );
    await each(
      socket,
      'conversation.transfer',
      { conversationId, to: { skill: 'general' } },
      {
        conversationId: NO_ID,
        to: [
          undefined,
          null,
          5,
          'x',
          [],
          {},
          { agentId: 5 },
          { agentId: 'x' },
          { skill: 'DROP TABLE' },
          { skill: {} },
          { agentId: newId(), skill: 'general' },
          [{ skill: 'general' }],
        ],
        note: [null, 5, {}, ['x']],
      },
    );
    await each(
      socket,
      'note.add',
      { conversationId, text: 'refused' },
      {
        whisper: [null, 'true', 1, {}, []],
        mentions: [null, 'x', 1, {}, ['x'], [1], [null], Array.from({ length: 11 }, newId)],
      },
    );
    const seen = { ownershipVersion: [0, ...NO_NUMBER] };
    await each(
      socket,
      'conversation.read_along',
      { conversationId, active: true },
      { conversationId: NO_ID, active: [undefined, null, 'true', 1, {}, []] },
    );
    await each(socket, 'conversation.takeover', { conversationId }, { conversationId: NO_ID, ...seen });
    await each(
      socket,
      'conversation.reassign',
      { conversationId, to: { skill: 'general' } },
      {
        conversationId: NO_ID,
        to: [undefined, null, 5, 'x', [], {}, { agentId: 'x' }, { skill: {} }, { agentId: newId(), skill: 'general' }],
        note: [null, 5, {}, ['x']],
        ...seen,
      },
    );
    await each(
      socket,
      'sync',
      { conversationId, afterSeq: 0 },
      {
        conversationId: NO_ID,
        afterSeq: [undefined, ...NO_NUMBER],
        limit: [0, 201, ...NO_NUMBER],
      },
    );
    await each(
      socket,
      'typing',
      { conversationId, active: true },
      { conversationId: NO_ID, active: [undefined, null, 1] },
    );
    // Through all of it the case is still with its agent.
    expect((await ask(socket, 'sync', { conversationId, afterSeq: 0 })).ok).toBe(true);
    expect((await agent.reply(conversationId, 'still here')).ok).toBe(true);
  });

  it('unknown fields and prototypes are left out', async () => {
    const payload = JSON.parse(
      `{"clientId":"${newId()}","text":"hello","seq":999,"author":{"kind":"agent"},"id":"x","conversationId":"${newId()}",
        "__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"context":{"url":"https://shop.test/","__proto__":{"polluted":1},"role":"admin"}}`,
    ) as object;
    const sent = await ask(shopper.socket, 'message.send', payload);
    expect(sent).toMatchObject({ ok: true, message: { author: { kind: 'shopper' }, conversationId } });
    const body = '{"question":"停车多少钱","__proto__":{"polluted":true}}';
    const headers = { 'content-type': 'application/json' };
    expect((await call(desk.url, '/api/v1/knowledge/ask', { headers, body })).status).toBeLessThan(500);
    expect('polluted' in {}).toBe(false);
    await until(() => agent.messages.some((m) => m.text === 'hello'), 'the message');
    expect(agent.messages.find((m) => m.text === 'hello')?.context).toEqual({ url: 'https://shop.test/' });
  });

  it('texts: too long, empty, of white space', async () => {
    const sizes = [4_001, 16_001, 1024 * 1024, 3.9 * 1024 * 1024];
    for (const size of sizes)
      for (const letter of ['x', '停'].slice(0, size > 1e6 ? 1 : 2)) {
        const text = letter.repeat(size);
        expectRefusal((await ask(shopper.socket, 'message.send', { clientId: newId(), text })).error, 'TEXT_TOO_LONG');
        for (const event of ['message.send', 'note.add'])
          expectRefusal(
            (await ask(agent.socket, event, { conversationId, clientId: newId(), text })).error,
            'TEXT_TOO_LONG',
          );
        if (size < 200_000 / 3)
          expectHttpRefusal(
            await call(desk.url, '/api/v1/knowledge/ask', { json: { question: text } }),
            400,
            'TEXT_TOO_LONG',
          );
      }
    for (const text of [
      '',
      ' ',
      '\n\t  ',
      '\u3000\u3000',
      '\u0000',
      '\u0001\u0002\u007f',
      '\u200b\u200b',
      '\u202e',
      '\ufeff',
    ]) {
      expectRefusal((await ask(shopper.socket, 'message.send', { clientId: newId(), text })).error, 'TEXT_EMPTY');
      expectRefusal(((await agent.reply(conversationId, text)) as { error?: never }).error, 'TEXT_EMPTY');
      expectHttpRefusal(await call(desk.url, '/api/v1/knowledge/ask', { json: { question: text } }), 400, 'TEXT_EMPTY');
    }
    // Characters are counted as people count them: 4,000 faces are 8,000 code units.
    for (const text of ['x'.repeat(4_000), '停'.repeat(4_000), '😀'.repeat(4_000)])
      expect((await ask(shopper.socket, 'message.send', { clientId: newId(), text })).ok).toBe(true);
  });

  it('texts: what no text may hold is taken out, the rest stays as it is', async () => {
    const cases: [string, string][] = [
      ['a\u0000b\u0001c\u001bd', 'abcd'],
      ['lone \ud83d and \ude00 surrogates', 'lone \ufffd and \ufffd surrogates'],
      ['\ud83d\ude00 stays', '\ud83d\ude00 stays'],
      ['tab\tline\r\nline', 'tab\tline\r\nline'],
      ['\u202etfel ot thgir\u202c', '\u202etfel ot thgir\u202c'],
      ['zero\u200bwidth\u200djoiner', 'zero\u200bwidth\u200djoiner'],
      ['\u0627\u0644\u0633\u0644\u0627\u0645', '\u0627\u0644\u0633\u0644\u0627\u0645'],
      ['z\u0351\u036b\u0343a\u0352\u0351l\u0350g\u0351o', 'z\u0351\u036b\u0343a\u0352\u0351l\u0350g\u0351o'],
    ];
    for (const [text, kept] of cases) {
      const sent = await shopper.say(text);
      expect(sent.text).toBe(kept);
      const reply = await agent.reply(conversationId, text);
      expect(reply).toMatchObject({ ok: true, message: { text: kept } });
    }
    for (const [text] of cases) {
      const bad = `${text}\u0000\ud800`;
      const page = { url: bad, title: bad, productId: bad, orderNo: bad };
      expect((await ask(shopper.socket, 'message.send', { clientId: newId(), text, context: page })).ok).toBe(true);
      expect((await ask(shopper.socket, 'csat.submit', { conversationId, score: 3, comment: bad })).ok).toBe(true);
      expect((await ask(agent.socket, 'note.add', { conversationId, text: bad })).ok).toBe(true);
      const asked = await call(desk.url, '/api/v1/knowledge/ask', { json: { question: bad, storeId: bad } });
      expect(asked.status).toBe(200);
    }
  });

  it('NUL and lone surrogates in every other text', async () => {
    const bad = 'a\u0000b\ud800c';
    const stranger = await desk.shopper({ storeId: bad, locale: bad, token: bad });
    await stranger.say('谢谢');
    const post = (path: string, json: unknown, method = 'POST') =>
      call(desk.url, `/api/v1${path}`, { json, token: admin, method });
    for (const answer of [
      await post('/auth/login', { email: bad, password: bad }),
      await post('/auth/refresh', { refreshToken: bad }),
      await post('/auth/logout', { refreshToken: bad }),
      await post('/understand', { text: bad }),
      await post('/agents', {
        email: `${newId()}@test.local`,
        name: bad,
        role: 'agent',
        password: `long enough ${bad}`,
      }),
      await post('/agents', { email: bad, name: bad, role: bad, password: bad, skills: [bad] }),
      await post('/settings/handoff', { settings: { vipTiers: [bad], rules: [{ name: bad, words: [bad] }] } }, 'PUT'),
      await post('/settings/desk', { settings: { hours: { timeZone: bad } } }, 'PUT'),
      await post('/knowledge/articles', {
        key: 'bad',
        locale: 'en',
        title: bad,
        body: bad,
        tags: [bad],
        stores: [bad],
        owner: bad,
        source: bad,
        questions: [bad],
      }),
      await post('/knowledge/import', {
        articles: [{ id: 'bad2', locale: 'en', title: bad, body: bad, tags: [bad], [bad]: bad }],
      }),
      await post('/knowledge/import', { csv: `id,locale,title,body\nbad3,en,${bad},${bad}\n"${bad}` }),
      await call(desk.url, `/api/v1/knowledge/articles?q=${encodeURIComponent('a\u0000b')}`, { token: admin }),
      await call(desk.url, '/api/v1/conversations?cursor=%00', { token: admin }),
      await call(desk.url, '/api/v1/settings/%00', { token: admin }),
      await call(desk.url, '/api/v1/agents/%00', { token: admin, method: 'DELETE' }),
    ]) {
      if (answer.status >= 400) expectHttpRefusal(answer, answer.status);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('ids of other kinds, cursors and limits of REST', async () => {
    const get = (path: string) => call(desk.url, `/api/v1${path}`, { token: admin });
    const agents = ((await get('/agents')).json as { agents: { id: string }[] }).agents;
    const articles = ((await get('/knowledge/articles')).json as { articles: { id: string }[] }).articles;
    const others = [
      agents[0]!.id,
      articles[0]!.id,
      shopper.session!.shopperId,
      newId(),
      'x',
      '-1',
      '0',
      '1e5',
      'null',
      '%20',
      "1'--",
      conversationId.slice(1),
    ];
    for (const id of others) {
      expectHttpRefusal(await get(`/conversations/${id}`), 404, 'CONVERSATION_NOT_FOUND');
      if (id !== articles[0]!.id) expectHttpRefusal(await get(`/knowledge/articles/${id}`), 404, 'ARTICLE_NOT_FOUND');
      if (id !== agents[0]!.id)
        expectHttpRefusal(
          await call(desk.url, `/api/v1/agents/${id}`, { method: 'PATCH', json: { name: 'x' }, token: admin }),
          404,
          'AGENT_NOT_FOUND',
        );
      if (id.length === 36)
        for (const event of ['sync', 'conversation.accept', 'note.add', 'typing'])
          expectRefusal(
            (await ask(agent.socket, event, { conversationId: id, afterSeq: 0, text: 'x', active: true })).error,
            'CONVERSATION_NOT_FOUND',
          );
    }
    for (const limit of ['0', '-1', '201', '1.5', '1e9', 'x', '', '%00', 'NaN', 'Infinity', '0x10000'])
      expectHttpRefusal(await get(`/conversations?limit=${limit}`), 400, 'VALIDATION_FAILED');
    for (const offset of ['-1', '1.5', '99999999999999999999', 'x'])
      expectHttpRefusal(await get(`/knowledge/articles?offset=${offset}`), 400, 'VALIDATION_FAILED');
    const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const bad of [
      'x',
      '%00',
      '-1',
      cursor(null),
      cursor({}),
      cursor([]),
      cursor(['2026-01-01', 'x']),
      cursor(['yesterday', newId()]),
      cursor(["2026-01-01' OR 1=1 --", newId()]),
      cursor(['+275760-09-13T00:00:00.000Z', newId()]),
      cursor(['-271821-04-20T00:00:00.000Z', newId()]),
      cursor([{ toString: 1 }, newId()]),
    ])
      expectHttpRefusal(await get(`/conversations?cursor=${bad}`), 400, 'CURSOR_INVALID');
    expectHttpRefusal(await get(`/conversations?cursor=${'x'.repeat(501)}`), 400, 'VALIDATION_FAILED');
    for (const query of [
      `q=${'x'.repeat(201)}`,
      'severity=x',
      'channel=x',
      'from=x',
      'to=9999999-01-01',
      `store=${'x'.repeat(101)}`,
    ])
      expectHttpRefusal(await get(`/conversations?${query}`), 400, 'VALIDATION_FAILED');
    for (const messages of ['0', '-1', '501', 'x'])
      expectHttpRefusal(await get(`/conversations/${conversationId}?messages=${messages}`), 400, 'VALIDATION_FAILED');
    expectHttpRefusal(
      await call(desk.url, '/api/v1/mentions/x', { method: 'DELETE', token: admin }),
      404,
      'CONVERSATION_NOT_FOUND',
    );
    expectHttpRefusal(await get('/conversations?status=all'), 400, 'VALIDATION_FAILED');
    expectHttpRefusal(await get('/conversations?agentId=x'), 400, 'VALIDATION_FAILED');
    expectHttpRefusal(await get('/conversations?shopperId=x'), 400, 'VALIDATION_FAILED');
  });

  it('the handshake', async () => {
    for (const [field, values] of Object.entries({
      token: [5, {}, [], true, 'x'.repeat(201)],
      locale: [5, {}, 'x'.repeat(36)],
      storeId: [5, {}, '', [], 'x'.repeat(101)],
      identity: [5, {}, [], '', 'x', 'x'.repeat(4_001)],
    }))
      for (const value of values) {
        const refused = new Shopper(desk.url, { [field]: value });
        const error = await new Promise<Error & { data?: never }>((resolve) =>
          refused.socket.once('connect_error', resolve),
        );
        expectRefusal(error.data, field === 'identity' ? 'IDENTITY_INVALID' : 'VALIDATION_FAILED');
        refused.socket.disconnect();
      }
    const odd = await desk.shopper({
      token: null,
      storeId: null,
      locale: null,
      __proto__: { x: 1 },
      more: 'x',
      deep: { a: [1] },
    });
    expect(odd.session?.conversation).toBeNull();
  });
});
