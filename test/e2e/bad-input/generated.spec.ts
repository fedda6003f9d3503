import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { closeTestDatabases } from '../../support/database.js';
import { NO_LIMITS, ask, expectRefusal, expectServing } from '../../support/bad-desk.js';
import { BadValues } from '../../support/bad-values.js';
import { Desk, PASSWORD, login, type Agent, type Shopper } from '../../support/desk.js';
import { call } from '../../support/raw.js';

/** How many; BAD_INPUTS=100000 for the long run. BAD_SEED plays a run again. */
const COUNT = Number(process.env['BAD_INPUTS'] ?? 6_000);
const SEED = Number(process.env['BAD_SEED'] ?? 20_260_115);
const AT_ONCE = 8;
/** Said by somebody else in a conversation that none of the senders may see. */
const CANARY = '密语-金丝雀-7F3A';

type Good = Readonly<Record<string, unknown>>;

describe('generated bad input', () => {
  let desk: Desk;
  let victim: Shopper;
  let owner: Agent;
  let shopper: Shopper;
  let agent: Agent;
  let senior: string;
  let admin: string;
  let bad: BadValues;
  let targets: { name: string; weight: number; send: () => Promise<string> }[];

  beforeAll(async () => {
    // Whatever account comes about: nobody of the test's is at WeChat.
    desk = await Desk.start({
      ...NO_LIMITS,
      wechat: { secretsKey: 'test-'.repeat(8), apiBaseUrl: 'http://127.0.0.1:9' },
    });
    owner = await desk.agent('senior');
    victim = await desk.shopper();
    await victim.say(CANARY);
    await ask(victim.socket, 'human.request', {});
    expect((await owner.accept(victim.conversationId)).ok).toBe(true);
    shopper = await desk.shopper();
    await shopper.say('你好');
    agent = await desk.agent('agent');
    senior = await login(desk.url, await desk.addAgent('senior'), PASSWORD);
    admin = await login(desk.url, await desk.addAgent('admin'), PASSWORD);
    const [article] = await desk.db.query<{ id: string }>('SELECT id FROM knowledge_article LIMIT 1');
    const theirs = [victim.conversationId, victim.session!.shopperId, victim.messages.get(1)!.id, owner.id];
    bad = new BadValues(SEED, [
      shopper.conversationId,
      shopper.session!.shopperId,
      agent.id,
      article!.id,
      newId(),
      ...theirs,
    ]);
    targets = aims();
  }, 180_000);

  afterAll(async () => {
    await expectServing(desk);
    await desk.close();
    await closeTestDatabases();
  }, 180_000);

  function aims(): typeof targets {
    const conversationId = shopper.conversationId;
    const onSocket = (who: Shopper | Agent, event: string, good: Good, weight = 3) => ({
      name: event,
      weight,
      send: async () => JSON.stringify(await ask(who.socket, event, bad.spoilt(good))),
    });
    const overRest = (method: string, path: () => string, good: Good | undefined, token?: string) => ({
      name: `${method} ${path()}`,
      weight: 1,
      send: async () => {
        const json = good && { json: bad.spoilt(good) };
        const answer = await call(desk.url, path(), { method, token, ...json });
        expect(answer.status).toBeLessThan(500);
        expect(answer.status === 204 || answer.json !== undefined).toBe(true);
        return answer.text;
      },
    });
    const query = (names: readonly string[]): string =>
      `?${names.map((name) => `${name}=${encodeURIComponent(bad.text().toWellFormed()).slice(0, 3_000).replace(/%\w?$/, '')}`).join('&')}`;
    const anything = (): string => encodeURIComponent(bad.text().toWellFormed().slice(0, 200)) || '%20';
    const article: Good = {
      key: 'k',
      locale: 'en',
      title: 'Title',
      body: 'Body',
      questions: ['q'],
      tags: ['t'],
      stores: [],
      validFrom: '2026-01-31',
      validTo: null,
      url: 'https://x.example/',
      status: 'draft',
    };
    return [
      onSocket(
        shopper,
        'message.send',
        { clientId: newId(), text: '停车多少钱', context: { url: 'https://x.example/', title: 'x' } },
        12,
      ),
      onSocket(shopper, 'sync', { conversationId, afterSeq: 0, limit: 20 }),
      onSocket(shopper, 'human.request', { conversationId }),
      onSocket(shopper, 'queue.leave', { conversationId }),
      onSocket(shopper, 'csat.submit', { conversationId, score: 3, comment: 'x' }),
      onSocket(shopper, 'feedback.submit', { messageId: newId(), helpful: false, comment: 'x' }),
      onSocket(shopper, 'typing', { conversationId, active: true }),
      onSocket(shopper, 'no.such.event', { conversationId }),
      onSocket(agent, 'presence.set', { status: 'online', capacity: 5 }),
      onSocket(agent, 'conversation.accept', { conversationId }),
      onSocket(agent, 'conversation.decline', { conversationId }),
      onSocket(agent, 'conversation.transfer', { conversationId, to: { skill: 'general' }, note: 'x' }),
      onSocket(agent, 'conversation.return', { conversationId }),
      onSocket(agent, 'conversation.resolve', { conversationId, outcome: 'done' }),
      onSocket(agent, 'message.send', { conversationId, clientId: newId(), text: 'x' }),
      onSocket(agent, 'note.add', { conversationId, text: 'x' }),
      // Not by a supervisor, who may read what others have said.
      onSocket(agent, 'note.add', { conversationId, text: 'x', whisper: true }),
      onSocket(agent, 'note.add', { conversationId, text: 'x', mentions: [] }),
      onSocket(agent, 'conversation.read_along', { conversationId, active: true }),
      onSocket(agent, 'conversation.takeover', { conversationId, ownershipVersion: 1 }),
      onSocket(agent, 'conversation.reassign', { conversationId, to: { skill: 'general' }, note: 'x' }),
      onSocket(agent, 'queue.list', {}),
      onSocket(agent, 'sync', { conversationId, afterSeq: 0, limit: 20 }),
      onSocket(agent, 'typing', { conversationId, active: true }),
      overRest('POST', () => '/api/v1/auth/refresh', { refreshToken: 'x' }),
      overRest('POST', () => '/api/v1/auth/logout', { refreshToken: 'x' }),
      overRest('GET', () => `/api/v1/widget${query(['locale', 'storeId'])}`, undefined),
      overRest('POST', () => '/api/v1/demo/sign-in', { member: 'shen' }),
      overRest('POST', () => '/api/v1/knowledge/ask', { question: '停车多少钱', locale: 'en', storeId: 'x' }),
      overRest('GET', () => `/api/v1/knowledge/search${query(['q', 'limit', 'storeId'])}`, undefined, agent.token),
      overRest('GET', () => `/api/v1/knowledge/articles${query(['q', 'limit', 'offset'])}`, undefined, agent.token),
      overRest('GET', () => `/api/v1/knowledge/articles/${anything()}`, undefined, agent.token),
      overRest('GET', () => `/api/v1/knowledge/articles/${anything()}/versions`, undefined, agent.token),
      overRest('POST', () => '/api/v1/knowledge/articles', article, senior),
      overRest('PUT', () => `/api/v1/knowledge/articles/${anything()}`, { ...article, version: 1 }, senior),
      overRest(
        'POST',
        () => '/api/v1/knowledge/import',
        { articles: [{ id: 'i', locale: 'en', title: 'x', body: 'x' }], csv: 'id,locale,title,body\n1,en,x,x' },
        senior,
      ),
      overRest('POST', () => '/api/v1/understand', { text: 'x', locale: 'en' }, agent.token),
      overRest('GET', () => `/api/v1/conversations${query(['status', 'cursor', 'limit'])}`, undefined, agent.token),
      overRest('GET', () => `/api/v1/conversations${query(['agentId'])}`, undefined, agent.token),
      overRest('GET', () => `/api/v1/conversations${query(['q', 'store', 'from', 'to'])}`, undefined, agent.token),
      overRest('GET', () => `/api/v1/conversations${query(['q', 'cursor', 'shopperId'])}`, undefined, agent.token),
      overRest('DELETE', () => `/api/v1/mentions/${anything()}`, undefined, agent.token),
      overRest('POST', () => `/api/v1/conversations/${anything()}/follow-up/close`, {}, agent.token),
      overRest('GET', () => `/api/v1/conversations${query(['breach', 'mood', 'begunSince'])}`, undefined, agent.token),
      overRest('GET', () => `/api/v1/conversations${query(['handedOff', 'rated'])}`, undefined, agent.token),
      overRest(
        'GET',
        () => `/api/v1/audit${query(['actor', 'action', 'subject', 'limit', 'cursor'])}`,
        undefined,
        admin,
      ),
      overRest('GET', () => `/api/v1/audit${query(['subject'])}`, undefined, admin),
      overRest('GET', () => `/api/v1/board${query(['x'])}`, undefined, admin),
      overRest('GET', () => `/api/v1/conversations/${anything()}`, undefined, agent.token),
      overRest(
        'PATCH',
        () => `/api/v1/agents/${anything()}`,
        { name: 'x', role: 'agent', skills: ['general'] },
        agent.token,
      ),
      overRest('GET', () => `/api/v1/settings/${anything()}`, undefined, agent.token),
      overRest(
        'PUT',
        () => '/api/v1/settings/desk',
        { settings: { hours: { timeZone: 'UTC', alwaysOpen: true, weekly: {}, exceptions: [] } }, version: 1 },
        admin,
      ),
      overRest(
        'PUT',
        () => '/api/v1/settings/handoff',
        { settings: { rules: [{ name: 'x', words: ['y'] }], vipTiers: ['gold'] }, version: 1 },
        admin,
      ),
      // Of an account without sockets here: those of who changes the own name are ended, to come back with it.
      overRest('PATCH', () => '/api/v1/me', { name: 'x', locale: 'en', colour: 'teal', capacity: 5 }, senior),
      overRest('POST', () => '/api/v1/me/password', { current: 'x', password: 'y' }, agent.token),
      overRest('DELETE', () => `/api/v1/me/sign-ins/${anything()}`, undefined, agent.token),
      overRest(
        'POST',
        () => '/api/v1/canned-replies',
        { scope: 'personal', shortcut: 'x', title: { en: 'x' }, text: { en: '{{order.no}}' }, category: 'x' },
        agent.token,
      ),
      overRest(
        'PUT',
        () => `/api/v1/canned-replies/${anything()}`,
        { scope: 'personal', shortcut: 'x', title: { en: 'x' }, text: { en: 'x' }, version: 1 },
        agent.token,
      ),
      overRest(
        'PUT',
        () => '/api/v1/settings/widget',
        { settings: { name: 'x', accent: '#123456', logoUrl: null, greeting: { en: 'x' } }, version: 1 },
        admin,
      ),
      overRest(
        'POST',
        () => '/api/v1/settings/handoff/try',
        { text: 'x', earlier: ['y'], tier: 'gold', settings: { triggers: { risk: false } } },
        admin,
      ),
      overRest('POST', () => '/api/v1/settings/handoff/replay', { settings: { angerLevel: 0.5 }, limit: 3 }, admin),
      overRest('DELETE', () => `/api/v1/settings/desk${query(['version'])}`, undefined, admin),
      overRest('GET', () => `/api/v1/widget/logo/${anything()}`, undefined),
      overRest('GET', () => `/api/v1/conversations/${anything()}/delivery`, undefined, agent.token),
      overRest(
        'POST',
        () => '/api/v1/wechat/accounts',
        { id: 'x', kind: 'official', appId: 'wx1', appSecret: 'x'.repeat(32), token: 'abc', aesKey: 'a'.repeat(43) },
        admin,
      ),
      overRest(
        'PUT',
        () => `/api/v1/wechat/accounts/${anything()}`,
        { kind: 'official', name: 'x', appId: 'wx1', sends: 'api', version: 1 },
        admin,
      ),
      overRest('GET', () => `/api/v1/wechat/accounts/${anything()}`, undefined, admin),
      overRest('DELETE', () => `/api/v1/wechat/accounts/${anything()}`, undefined, admin),
      overRest('POST', () => `/api/v1/wechat/accounts/${anything()}/test`, undefined, admin),
      overRest('POST', () => `/api/v1/wechat/handover${query(['accountId'])}`, undefined, agent.token),
      overRest('POST', () => `/api/v1/wechat/handover${query(['accountId'])}`, undefined, shopper.session!.token),
      overRest(
        'GET',
        () => `/api/v1/webhooks/wechat/${anything()}${query(['timestamp', 'nonce', 'echostr'])}`,
        undefined,
      ),
      overRest('POST', () => `/api/v1/webhooks/wechat/${anything()}${query(['timestamp', 'signature'])}`, { a: 'x' }),
      overRest('GET', () => `/${anything()}`, undefined),
    ];
  }

  it(
    `${COUNT} payloads: no crash, no INTERNAL, nothing foreign`,
    async () => {
      const bag = targets.flatMap((target) => Array.from({ length: target.weight }, () => target));
      const seen = new Map<string, number>();
      let sent = 0;
      const work = async (): Promise<void> => {
        while (sent < COUNT) {
          // Each target at least once, then at random.
          const target = targets[sent] ?? bad.pick(bag);
          sent++;
          const at = `${target.name} (seed ${SEED}, payload ${sent})`;
          const answer = await target.send().catch((error: unknown) => {
            throw new Error(`${at}: ${error instanceof Error ? error.message : String(error)}`);
          });
          if (answer.includes('"INTERNAL"') || answer.includes(CANARY))
            throw new Error(`${at}: ${answer.slice(0, 500)}`);
          const parsed = answer === '' ? {} : (JSON.parse(answer) as { error?: never });
          const code = parsed.error ? (parsed.error as { code: string }).code : 'ok';
          seen.set(code, (seen.get(code) ?? 0) + 1);
          if (parsed.error) expectRefusal(parsed.error);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      // The generator is worth something: it is refused for many reasons, and sometimes gets through.
      expect(seen.size).toBeGreaterThan(15);
      expect([...seen.keys()]).toEqual(
        expect.arrayContaining(['ok', 'VALIDATION_FAILED', 'CONVERSATION_NOT_FOUND', 'TEXT_EMPTY']),
      );
      expect('polluted' in {}).toBe(false);
      expect([shopper, agent].every(({ socket }) => socket.connected)).toBe(true);
      // What got through was also dealt with: no turn, delivery or routing has failed on it.
      await desk.settled();
      expect(
        await desk.db.query('SELECT event, handler, last_error FROM outbox_event WHERE last_error IS NOT NULL'),
      ).toEqual([]);
      for (const { id } of await desk.db.query<{ id: string }>('SELECT id FROM conversation')) {
        const rows = await desk.db.query<{ seq: number }>(
          'SELECT seq FROM message WHERE conversation_id = $1 ORDER BY seq',
          [id],
        );
        expect(rows.map((r) => r.seq)).toEqual(rows.map((_r, i) => i + 1));
      }
      const theirs = await victim.transcript();
      expect(theirs.filter((m) => m.author.kind === 'shopper').map((m) => m.text)).toEqual([CANARY]);
      expect(theirs.filter((m) => m.author.kind === 'agent')).toEqual([]);
      for (const heard of [JSON.stringify([...shopper.messages.values()]), JSON.stringify(agent.messages)])
        expect(heard).not.toContain(CANARY);
    },
    Math.max(360_000, COUNT * 60),
  );
});
