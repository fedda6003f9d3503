import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WireCannedReply } from '#kernel';
import { CannedReplies } from '#agents';
import { AgentsDesk, PASSWORD, until } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';

type Answer = Awaited<ReturnType<AgentsDesk['call']>>;

const codeOf = ({ body }: Answer): unknown => (body['error'] as { code?: string } | undefined)?.code;
const outcome = (answer: Answer): [number, unknown] => [answer.status, codeOf(answer)];

describe('settings', () => {
  let desk: AgentsDesk;
  const tokens: Record<string, string> = {};
  const ids: Record<string, string> = {};

  const ask = (who: string, method: string, path: string, body?: object): Promise<Answer> =>
    desk.call(method, path, tokens[who], body);

  const audited = (subject: string): Promise<{ action: string; details: Record<string, unknown>; actor: string }[]> =>
    desk.db.query('SELECT action, details, actor_name AS actor FROM audit_entry WHERE subject_id = $1 ORDER BY id', [
      subject,
    ]);

  beforeAll(async () => {
    desk = await AgentsDesk.start();
    for (const [name, role] of [
      ['lin', 'agent'],
      ['chen', 'senior'],
      ['wu', 'supervisor'],
      ['admin', 'admin'],
    ] as const) {
      ids[name] = (await desk.account(name, role)).id;
      tokens[name] = (await desk.signIn(name)).accessToken;
    }
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  describe('canned replies', () => {
    const hello = {
      scope: 'shared',
      shortcut: 'Hello',
      title: { 'zh-CN': '问候', en: 'Greeting' },
      text: { 'zh-CN': '{{shopper.name}}您好', en: 'Hello {{ shopper.name }}' },
      category: '开场',
    };
    const list = async (who: string): Promise<WireCannedReply[]> =>
      (await ask(who, 'GET', '/canned-replies')).body['replies'] as WireCannedReply[];

    it('come with the desk, once', async () => {
      const replies = desk.app.get(CannedReplies);
      await replies.begin();
      const shipped = await list('lin');
      expect(shipped.map((reply) => reply.shortcut)).toEqual(expect.arrayContaining(['greet', 'order', 'bye']));
      for (const { title, text, scope } of shipped) {
        expect(scope).toBe('shared');
        expect([title['zh-CN'], title.en, text['zh-CN'], text.en].every(Boolean)).toBe(true);
      }
      for (const { id } of shipped) expect((await ask('admin', 'DELETE', `/canned-replies/${id}`)).status).toBe(200);
      await replies.begin();
      expect(await list('lin')).toEqual([]);
    });

    it('are shared by those who may, and used by everybody', async () => {
      expect(outcome(await ask('lin', 'POST', '/canned-replies', hello))).toEqual([403, 'FORBIDDEN']);
      const made = await ask('chen', 'POST', '/canned-replies', hello);
      expect([made.status, made.body['shortcut'], made.body['version']]).toEqual([201, 'hello', 1]);
      expect(outcome(await ask('wu', 'POST', '/canned-replies', { ...hello, shortcut: 'HELLO' }))).toEqual([
        409,
        'SHORTCUT_TAKEN',
      ]);
      const id = String(made.body['id']);
      expect((await ask('lin', 'POST', `/canned-replies/${id}/use`)).body).toEqual({ uses: 1 });
      expect(await list('lin')).toEqual([expect.objectContaining({ id, uses: 1, category: '开场' })]);
      expect(outcome(await ask('lin', 'DELETE', `/canned-replies/${id}`))).toEqual([403, 'FORBIDDEN']);
      const changed = await ask('wu', 'PUT', `/canned-replies/${id}`, { ...hello, shortcut: 'hi', version: 1 });
      expect([changed.status, changed.body['version'], changed.body['shortcut']]).toEqual([200, 2, 'hi']);
      const late = await ask('chen', 'PUT', `/canned-replies/${id}`, { ...hello, version: 1 });
      expect(outcome(late)).toEqual([409, 'VERSION_CONFLICT']);
    });

    it("of one agent are nobody else's, not even a supervisor's", async () => {
      const own = await ask('lin', 'POST', '/canned-replies', { ...hello, scope: 'personal' });
      expect(own.status).toBe(201);
      const path = `/canned-replies/${String(own.body['id'])}`;
      expect((await list('wu')).some((reply) => reply.scope === 'personal')).toBe(false);
      for (const answer of [
        await ask('wu', 'PUT', path, { ...hello, version: 1 }),
        await ask('admin', 'DELETE', path),
        await ask('chen', 'POST', `${path}/use`),
        await ask('lin', 'DELETE', '/canned-replies/nothing'),
      ])
        expect(outcome(answer)).toEqual([404, 'CANNED_REPLY_NOT_FOUND']);
      expect((await ask('lin', 'DELETE', path)).status).toBe(200);
    });

    it.each([
      [{ text: { en: 'Hello {{customer}}' }, title: { en: 'x' } }, 'VARIABLE_UNKNOWN'],
      [{ text: { en: 'Hello {{shopper.name' }, title: { en: 'x' } }, 'VARIABLE_UNKNOWN'],
      [{ title: { en: 'only a title' } }, 'VALIDATION_FAILED'],
      [{ title: {}, text: {} }, 'VALIDATION_FAILED'],
      [{ title: { fr: 'x' } }, 'VALIDATION_FAILED'],
      [{ title: null }, 'VALIDATION_FAILED'],
      [{ shortcut: 'two words' }, 'VALIDATION_FAILED'],
      [{ shortcut: '' }, 'VALIDATION_FAILED'],
      [{ scope: 'team' }, 'VALIDATION_FAILED'],
      [{ text: { en: 'x'.repeat(4001) }, title: { en: 'x' } }, 'VALIDATION_FAILED'],
      [{ category: 7 }, 'VALIDATION_FAILED'],
      [{ uses: 99 }, 'VALIDATION_FAILED'],
    ])('refuse %j', async (change, code) => {
      const answer = await ask('admin', 'POST', '/canned-replies', { ...hello, shortcut: 'bad', ...change });
      expect(outcome(answer)).toEqual([400, code]);
    });
  });

  describe('of oneself', () => {
    it('are name, language, colour and capacity', async () => {
      const change = { name: ' 林小姐 ', locale: 'en', colour: 'violet', capacity: 3 };
      const changed = await ask('lin', 'PATCH', '/me', change);
      expect(changed.body).toMatchObject({ ...change, name: '林小姐', role: 'agent' });
      expect((await ask('lin', 'GET', '/me')).body).toEqual(changed.body);
      const [row] = await desk.db.query<{ capacity: number; name: string }>(
        'SELECT capacity, name FROM agent_availability WHERE agent_id = $1',
        [ids['lin']],
      );
      expect(row).toEqual({ capacity: 3, name: '林小姐' });
      const cleared = await ask('lin', 'PATCH', '/me', { locale: null, colour: null, name: 'lin' });
      expect(cleared.body).not.toHaveProperty('locale');
      expect(cleared.body).not.toHaveProperty('colour');
    });

    it.each([
      { role: 'admin' },
      { name: '' },
      { name: null },
      { locale: 'fr' },
      { colour: 'red;' },
      { capacity: 0 },
      { capacity: '3' },
    ])('refuse %j', async (change) => {
      expect(outcome(await ask('lin', 'PATCH', '/me', change))).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('end the other sign-ins with a new password', async () => {
      await desk.account('hu');
      const [here, there] = [await desk.signIn('hu'), await desk.signIn('hu')];
      const change = (current: string, password: string): Promise<Answer> =>
        desk.call('POST', '/me/password', here.accessToken, { current, password });
      expect(outcome(await change('not this one', 'tower bridge rain'))).toEqual([400, 'PASSWORD_WRONG']);
      expect(outcome(await change(PASSWORD, 'hu@example.test'))).toEqual([400, 'PASSWORD_WEAK']);
      expect((await change(PASSWORD, 'tower bridge rain')).status).toBe(200);
      expect((await desk.call('GET', '/me', here.accessToken)).status).toBe(200);
      expect(outcome(await desk.call('GET', '/me', there.accessToken))).toEqual([401, 'TOKEN_INVALID']);
      expect((await desk.post('/auth/login', { email: 'hu@example.test', password: 'tower bridge rain' })).status).toBe(
        200,
      );
      expect(await audited(here.agent.id)).toContainEqual({
        action: 'agent.password_changed',
        details: {},
        actor: 'hu',
      });
    });

    it('list where one is signed in, and sign out there', async () => {
      await desk.account('yu');
      const [a, b, c] = [await desk.signIn('yu'), await desk.signIn('yu'), await desk.signIn('yu')];
      const signIns = async (token: string): Promise<{ id: string; present: boolean }[]> =>
        (await desk.call('GET', '/me/sign-ins', token)).body['signIns'] as { id: string; present: boolean }[];
      const seen = await signIns(a.accessToken);
      expect(seen).toHaveLength(3);
      expect(seen.filter((one) => one.present)).toHaveLength(1);
      const ofB = (await signIns(b.accessToken)).find((one) => one.present)?.id ?? '';
      expect(outcome(await ask('lin', 'DELETE', `/me/sign-ins/${ofB}`))).toEqual([404, 'NOT_FOUND']);
      expect((await desk.call('DELETE', `/me/sign-ins/${ofB}`, a.accessToken)).status).toBe(200);
      expect((await desk.call('GET', '/me', b.accessToken)).status).toBe(401);
      expect((await desk.call('DELETE', '/me/sign-ins', a.accessToken)).body).toEqual({ ended: 1 });
      expect((await desk.call('GET', '/me', c.accessToken)).status).toBe(401);
      expect(await signIns(a.accessToken)).toEqual([expect.objectContaining({ present: true })]);
      expect(outcome(await desk.call('DELETE', '/me/sign-ins/x', a.accessToken))).toEqual([404, 'NOT_FOUND']);
    });
  });

  describe('of the team', () => {
    it('show a made password once and ask for another', async () => {
      const fresh = { email: 'sun@example.test', name: '孙', role: 'senior', stores: ['xuhui'], capacity: 8 };
      const made = await ask('admin', 'POST', '/agents', fresh);
      expect(made.body).toMatchObject({ ...fresh, passwordTemporary: true, version: 1 });
      const password = String(made.body['password']);
      const signedIn = await desk.post('/auth/login', { email: fresh.email, password });
      expect(signedIn.body['agent']).toMatchObject({ passwordTemporary: true });
      const token = String(signedIn.body['accessToken']);
      const set = await desk.call('POST', '/me/password', token, { current: password, password: 'tower bridge rain' });
      expect(set.status).toBe(200);
      expect((await desk.call('GET', '/me', token)).body).not.toHaveProperty('passwordTemporary');
      const id = String(made.body['id']);
      const reset = await ask('admin', 'POST', `/agents/${id}/password`);
      expect(reset.body).toMatchObject({ passwordTemporary: true, password: expect.any(String) });
      expect((await desk.call('GET', '/me', token)).status).toBe(401);
      expect(outcome(await ask('wu', 'POST', `/agents/${id}/password`))).toEqual([403, 'FORBIDDEN']);
      const entries = await audited(id);
      expect(entries.map((entry) => entry.action)).toEqual([
        'agent.added',
        'agent.password_changed',
        'agent.password_changed',
      ]);
      expect(JSON.stringify(entries)).not.toContain(password);
    });

    it('are not overwritten unseen, and every change is on record', async () => {
      const { id } = await desk.account('tang');
      const path = `/agents/${id}`;
      const changed = await ask('admin', 'PATCH', path, {
        role: 'senior',
        skills: ['complaints'],
        stores: ['a'],
        version: 1,
      });
      expect(changed.body).toMatchObject({ role: 'senior', skills: ['complaints'], stores: ['a'], version: 2 });
      expect(outcome(await ask('admin', 'PATCH', path, { role: 'agent', version: 1 }))).toEqual([
        409,
        'VERSION_CONFLICT',
      ]);
      await ask('admin', 'DELETE', path);
      await ask('admin', 'PATCH', path, { disabled: false });
      expect((await audited(id)).map(({ action, details, actor }) => [action, details, actor])).toEqual([
        ['agent.added', { role: 'agent' }, 'operator'],
        ['agent.changed', { fields: ['skills', 'stores'] }, 'admin'],
        ['agent.role_changed', { from: 'agent', to: 'senior' }, 'admin'],
        ['agent.closed', {}, 'admin'],
        ['agent.reopened', {}, 'admin'],
      ]);
      const seen = (await ask('admin', 'GET', '/agents')).body['agents'] as Record<string, unknown>[];
      expect(seen.find((agent) => agent['id'] === id)).toMatchObject({ version: 4, capacity: 5, stores: ['a'] });
      const asColleague = (await ask('lin', 'GET', '/agents')).body['agents'] as Record<string, unknown>[];
      for (const field of ['email', 'version', 'capacity', 'stores', 'disabledAt', 'passwordTemporary'])
        expect(asColleague.some((agent) => field in agent)).toBe(false);
    });

    it('give the conversations of a closed account back to the front of the queue', async () => {
      const qin = await desk.account('qin');
      const client = await desk.online('qin');
      const id = await desk.waiting();
      expect(await client.ask('conversation.accept', { conversationId: id })).toMatchObject({ ok: true });
      await ask('admin', 'DELETE', `/agents/${qin.id}`);
      await until(async () => (await desk.conversations.get(id)).status === 'queued');
      expect((await desk.conversations.get(id)).queueRank).toBe(0);
    });
  });

  describe('of the desk', () => {
    it('go back to what is shipped, and say who has changed what', async () => {
      const rules = [{ name: '媒体', words: ['电视台'], severity: 'critical' }];
      const saved = await ask('wu', 'PUT', '/settings/handoff', { settings: { rules, angerLevel: 0.8 }, version: 0 });
      expect(saved.body).toMatchObject({ version: 1, settings: { angerLevel: 0.8, triggers: {}, words: {} } });
      expect(outcome(await ask('admin', 'DELETE', '/settings/handoff?version=0'))).toEqual([409, 'VERSION_CONFLICT']);
      expect(outcome(await ask('lin', 'DELETE', '/settings/handoff'))).toEqual([403, 'FORBIDDEN']);
      const reset = await ask('admin', 'DELETE', '/settings/handoff?version=1');
      expect(reset.body).toMatchObject({ version: 2, settings: { angerLevel: 0.6, rules: [] } });
      const entries = await audited('handoff');
      expect(entries).toEqual([
        { action: 'settings.changed', actor: 'wu', details: { fields: ['angerLevel', 'rules'], version: 1 } },
        { action: 'settings.changed', actor: 'admin', details: { fields: ['angerLevel', 'rules'], version: 2 } },
      ]);
      expect(JSON.stringify(entries)).not.toContain('电视台');
    });

    it('take a cost of wrong answers, and thresholds that do not bound each other', async () => {
      const own = { wrongAnswerCost: 3, answerFrom: 0.48, clarifyFrom: 0.5 };
      const saved = await ask('admin', 'PUT', '/settings/handoff', { settings: own });
      expect(saved.body).toMatchObject({ settings: own });
      await ask('admin', 'DELETE', '/settings/handoff');
    });

    it.each([
      ['handoff', { triggers: { complaint: 'no' } }],
      ['handoff', { triggers: { everything: false } }],
      ['handoff', { words: { complaint: { 'zh-CN': ['  '] } } }],
      ['handoff', { words: { complaint: ['投诉'] } }],
      ['handoff', { wrongAnswerCost: 0 }],
      ['handoff', { wrongAnswerCost: 'much' }],
      ['handoff', { answerFrom: 1.2 }],
      ['desk', { closedText: { en: 'Back {{tomorrow}}' } }],
      ['desk', { closedText: 'closed' }],
      [
        'desk',
        {
          hours: {
            timeZone: 'Asia/Shanghai',
            alwaysOpen: false,
            weekly: {},
            exceptions: [{ date: '2026-02-30', spans: [] }],
          },
        },
      ],
    ])('refuse %s %j', async (group, settings) => {
      expect(outcome(await ask('admin', 'PUT', `/settings/${group}`, { settings }))).toEqual([
        400,
        'VALIDATION_FAILED',
      ]);
    });
  });
});
