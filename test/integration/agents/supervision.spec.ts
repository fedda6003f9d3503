import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type WireAuditEntry } from '#kernel';
import { Realtime, rooms } from '#platform';
import { Inbox } from '#conversation';
import { AgentsDesk, until, type AgentClient } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';

describe('supervision', () => {
  let desk: AgentsDesk;
  let lin: AgentClient;
  let chen: AgentClient;
  let wu: AgentClient;
  let linId: string;
  let chenId: string;
  let wuId: string;
  let wuToken: string;
  let linToken: string;

  beforeAll(async () => {
    desk = await AgentsDesk.start();
    linId = (await desk.account('lin')).id;
    chenId = (await desk.account('chen', 'senior')).id;
    wuId = (await desk.account('wu', 'supervisor')).id;
    lin = await desk.online('lin', 50);
    chen = await desk.online('chen', 50);
    wuToken = (await desk.signIn('wu')).accessToken;
    linToken = (await desk.signIn('lin')).accessToken;
    // Not online: who supervises need not be offered anything.
    wu = await desk.connect(wuToken);
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const accepted = async (client: AgentClient = lin, shopperId = newId()): Promise<string> => {
    const conversationId = await desk.waiting({ shopperId });
    expect(await client.ask('conversation.accept', { conversationId })).toMatchObject({ ok: true });
    return conversationId;
  };

  /** A conversation that the bot has, with a word of the shopper's. */
  const withBot = async (): Promise<string> => {
    const inbound = { shopperId: newId(), channel: 'web', externalId: newId(), text: '你好', locale: 'zh-CN' } as const;
    return (await desk.app.get(Inbox).receive(inbound)).conversation.id;
  };

  const entries = async (query: string, token = wuToken): Promise<WireAuditEntry[]> => {
    const { status, body } = await desk.call('GET', `/audit?${query}`, token);
    expect(status).toBe(200);
    return body['entries'] as WireAuditEntry[];
  };

  const lastMessage = async (conversationId: string) => {
    const conversation = await desk.conversations.get(conversationId);
    return (await desk.conversations.lastMessages(conversation, 1)).messages[0];
  };

  describe('take over', () => {
    it('from an agent: a new version, a notice with the name, and the agent hears who took it', async () => {
      const conversationId = await accepted();
      const before = await desk.conversations.get(conversationId);
      const answer = await wu.ask('conversation.takeover', {
        conversationId,
        ownershipVersion: before.ownershipVersion,
      });
      expect(answer).toMatchObject({
        ok: true,
        conversation: { status: 'assigned', agent: { id: wuId }, ownershipVersion: before.ownershipVersion + 1 },
      });
      expect(await lastMessage(conversationId)).toMatchObject({
        notice: 'reassigned',
        text: expect.stringContaining('wu') as unknown,
      });
      expect(await lin.heard('conversation.taken', (p) => p['conversationId'] === conversationId)).toEqual({
        conversationId,
        by: { id: wuId, name: 'wu' },
        to: { id: wuId, name: 'wu' },
      });
      const late = { conversationId, clientId: newId(), text: '我来处理' };
      expect((await lin.refusal('message.send', late)).code).toBe('NOT_OWNER');
      expect(await wu.ask('message.send', late)).toMatchObject({ ok: true });
      expect(await entries(`subject=${conversationId}&action=conversation.taken_over`)).toMatchObject([
        { actor: { id: wuId, name: 'wu' }, details: { from: linId, version: before.ownershipVersion + 1 } },
      ]);
    });

    it('from the queue: offers are withdrawn', async () => {
      const conversationId = await desk.waiting();
      expect(await wu.ask('conversation.takeover', { conversationId })).toMatchObject({ ok: true });
      expect((await lastMessage(conversationId))?.notice).toBe('assigned');
      expect((await lin.refusal('conversation.accept', { conversationId })).code).toBe('ALREADY_ASSIGNED');
      await until(async () => {
        const open = `SELECT 1 FROM handoff_offer WHERE conversation_id = $1 AND state = 'pending'`;
        return (await desk.db.query(open, [conversationId])).length === 0;
      });
    });

    it('from the bot: what was said counts as handed over, with a reason', async () => {
      const conversationId = await withBot();
      const answer = await wu.ask('conversation.takeover', { conversationId });
      expect(answer).toMatchObject({
        ok: true,
        conversation: { severity: 'normal', handoffReasons: [{ rule: 'supervisor', evidence: 'wu' }] },
      });
      expect(await desk.conversations.get(conversationId)).toMatchObject({ status: 'assigned', answeredSeq: 1 });
    });

    it('again by who has it already changes nothing', async () => {
      const conversationId = await accepted();
      const [first, second] = [
        await wu.ask('conversation.takeover', { conversationId }),
        await wu.ask('conversation.takeover', { conversationId, ownershipVersion: 1 }),
      ];
      expect(first).toMatchObject({ ok: true });
      expect(second).toMatchObject({ ok: true });
      expect(await entries(`subject=${conversationId}&action=conversation.taken_over`)).toHaveLength(1);
    });

    it('is refused when the conversation is another one by now', async () => {
      const conversationId = await accepted();
      const error = await wu.refusal('conversation.takeover', { conversationId, ownershipVersion: 1 });
      expect(error).toMatchObject({ code: 'OWNER_CHANGED', details: { status: 'assigned', agent: { id: linId } } });
      expect(await entries(`subject=${conversationId}`)).toEqual([]);
    });

    it('is refused for what has ended', async () => {
      const conversationId = await accepted();
      await lin.ask('conversation.resolve', { conversationId });
      expect((await wu.refusal('conversation.takeover', { conversationId })).code).toBe('TRANSITION_NOT_ALLOWED');
    });
  });

  describe('reassign', () => {
    it('gives it to a colleague at once, who hears it, with the note', async () => {
      const conversationId = await accepted();
      expect(
        await wu.ask('conversation.reassign', { conversationId, to: { agentId: chenId }, note: '老客户，多关照' }),
      ).toEqual({ ok: true });
      expect(await desk.conversations.get(conversationId)).toMatchObject({ status: 'assigned', agentId: chenId });
      expect(await chen.heard('conversation.given', (p) => mentions(p, conversationId))).toMatchObject({
        by: { id: wuId },
      });
      expect(await lin.heard('conversation.taken', (p) => p['conversationId'] === conversationId)).toMatchObject({
        to: { id: chenId },
      });
      expect((await desk.conversations.notes(conversationId)).map((n) => n.text)).toEqual(['老客户，多关照']);
      expect(await entries(`subject=${conversationId}`)).toMatchObject([
        { action: 'conversation.reassigned', details: { from: linId, to: chenId } },
      ]);
      const sent = { conversationId, clientId: newId(), text: '您好' };
      expect(await chen.ask('message.send', sent)).toMatchObject({ ok: true });
    });

    it('to a skill puts it first in the queue, and not before who had it', async () => {
      const conversationId = await accepted();
      expect(await wu.ask('conversation.reassign', { conversationId, to: { skill: 'refunds' } })).toEqual({ ok: true });
      expect(await desk.conversations.get(conversationId)).toMatchObject({
        status: 'queued',
        skill: 'refunds',
        queueRank: 0,
      });
      expect((await lastMessage(conversationId))?.notice).toBe('transferred');
      const taken = await lin.heard('conversation.taken', (p) => p['conversationId'] === conversationId);
      expect(taken).toEqual({ conversationId, by: { id: wuId, name: 'wu' } });
    });

    it('from the queue and from the bot', async () => {
      const waiting = await desk.waiting();
      const bots = await withBot();
      for (const conversationId of [waiting, bots]) {
        expect(await wu.ask('conversation.reassign', { conversationId, to: { agentId: linId } })).toEqual({ ok: true });
        expect(await desk.conversations.get(conversationId)).toMatchObject({ agentId: linId });
      }
    });

    it('is refused for who is not there, unknown, or has no room: then no note is left', async () => {
      const conversationId = await accepted();
      const to = (agentId: string) => ({ conversationId, to: { agentId }, note: '看一下' });
      const absent = await desk.account(`absent-${newId().slice(-6)}`);
      expect(await wu.refusal('conversation.reassign', to(absent.id))).toMatchObject({
        code: 'AGENT_NOT_ONLINE',
        details: { name: absent.name },
      });
      expect((await wu.refusal('conversation.reassign', to(newId()))).code).toBe('AGENT_NOT_FOUND');
      await desk.account('busy');
      const busy = await desk.online('busy', 1);
      await accepted(busy);
      const busyId = (await desk.signIn('busy')).agent.id;
      expect((await wu.refusal('conversation.reassign', to(busyId))).code).toBe('AT_CAPACITY');
      expect(await desk.conversations.notes(conversationId)).toEqual([]);
      expect(await desk.conversations.get(conversationId)).toMatchObject({ agentId: linId });
      await busy.ask('presence.set', { status: 'offline' });
    });
  });

  describe('reading along', () => {
    it('is heard by the owner and written down; the shopper hears nothing', async () => {
      const shopperId = newId();
      const shopper = await desk.shopper(shopperId);
      const conversationId = await accepted(lin, shopperId);
      const before = await desk.pushedTo(shopper, shopperId);
      const answer = await wu.ask('conversation.read_along', { conversationId, active: true });
      expect(answer).toEqual({ ok: true, readers: [{ id: wuId, name: 'wu' }] });
      const ofThis = (p: Record<string, unknown>): boolean => p['conversationId'] === conversationId;
      await lin.heard('conversation.readers', (p) => ofThis(p) && JSON.stringify(p['readers']).includes(wuId));
      expect(await wu.ask('conversation.read_along', { conversationId, active: false })).toEqual({
        ok: true,
        readers: [],
      });
      await until(() => (lin.of('conversation.readers').filter(ofThis).at(-1)?.['readers'] as unknown[]).length === 0);
      expect(await desk.pushedTo(shopper, shopperId)).toEqual(before);
      expect(await entries(`subject=${conversationId}`)).toMatchObject([
        { action: 'conversation.read_along', details: { from: linId } },
      ]);
    });

    it('ends with the connection', async () => {
      const conversationId = await accepted();
      const other = await desk.connect(wuToken);
      await other.ask('conversation.read_along', { conversationId, active: true });
      const told = (): unknown[] =>
        lin
          .of('conversation.readers')
          .filter((p) => p['conversationId'] === conversationId)
          .map((p) => (p['readers'] as unknown[]).length);
      await until(() => told().at(-1) === 1);
      other.socket.disconnect();
      await until(() => told().at(-1) === 0);
    });

    it("lets a supervisor hear the bot's conversation, only while it lasts", async () => {
      const conversationId = await withBot();
      const probe = async (messageId: string): Promise<void> => {
        desk.app.get(Realtime).toAgents(rooms.conversation(conversationId)).emit('message.discarded', { messageId });
        // What follows on the same socket has been pushed after it.
        await wu.ask('queue.list', {});
      };
      await wu.ask('sync', { conversationId, afterSeq: 0 });
      await probe('before');
      await wu.ask('conversation.read_along', { conversationId, active: true });
      await probe('while');
      await wu.ask('conversation.read_along', { conversationId, active: false });
      await probe('after');
      const heard = wu.of('message.discarded').map((m) => m['messageId']);
      expect(heard.filter((id) => ['before', 'while', 'after'].includes(String(id)))).toEqual(['while']);
    });
  });

  describe('whisper', () => {
    it('reaches the owner as a whisper, never the shopper', async () => {
      const shopperId = newId();
      const shopper = await desk.shopper(shopperId);
      const conversationId = await accepted(lin, shopperId);
      const before = await desk.pushedTo(shopper, shopperId);
      const whisper = { conversationId, text: '可以先免运费', whisper: true };
      expect(await wu.ask('note.add', whisper)).toMatchObject({ ok: true, note: { whisper: true } });
      expect((await desk.conversations.notes(conversationId))[0]).toMatchObject({
        whisper: true,
        author: { id: wuId },
      });
      expect(await desk.pushedTo(shopper, shopperId)).toEqual(before);
      const [entry] = await entries(`subject=${conversationId}`);
      expect(entry).toMatchObject({ action: 'conversation.whispered', details: { to: linId } });
      expect(JSON.stringify(entry)).not.toContain('免运费');
    });

    it('needs somebody to hear it', async () => {
      const conversationId = await desk.waiting();
      const whisper = { conversationId, text: '有人吗', whisper: true };
      expect((await wu.refusal('note.add', whisper)).code).toBe('NOT_ASSIGNED');
      expect(await entries(`subject=${conversationId}`)).toEqual([]);
    });
  });

  it.each([
    ['conversation.takeover', {}],
    ['conversation.reassign', { to: { skill: 'general' } }],
    ['conversation.read_along', { active: true }],
    ['note.add', { text: '悄悄话', whisper: true }],
  ])('%s is for supervisors', async (event, payload) => {
    const conversationId = await accepted(chen);
    expect((await lin.refusal(event, { conversationId, ...payload })).code).toBe('FORBIDDEN');
    expect((await chen.refusal(event, { conversationId, ...payload })).code).toBe('FORBIDDEN');
    expect(await desk.conversations.get(conversationId)).toMatchObject({ agentId: chenId });
  });

  describe('the audit log', () => {
    it('is paged, newest first, and filtered by actor', async () => {
      const conversationId = await accepted();
      for (const to of [chenId, linId, chenId])
        await wu.ask('conversation.reassign', { conversationId, to: { agentId: to } });
      const first = await desk.call('GET', `/audit?subject=${conversationId}&limit=2`, wuToken);
      expect(first.body['entries']).toMatchObject([{ details: { to: chenId } }, { details: { to: linId } }]);
      const cursor = String(first.body['nextCursor']);
      const next = await desk.call('GET', `/audit?subject=${conversationId}&limit=2&cursor=${cursor}`, wuToken);
      expect(next.body).toMatchObject({ entries: [{ details: { to: chenId } }] });
      expect(next.body['nextCursor']).toBeUndefined();
      expect(await entries(`subject=${conversationId}&actor=${linId}`)).toEqual([]);
    });

    it('cannot be changed, deleted or emptied', async () => {
      for (const attempt of [
        `UPDATE audit_entry SET actor_name = 'nobody'`,
        'DELETE FROM audit_entry',
        'TRUNCATE audit_entry',
      ])
        await expect(desk.db.query(attempt)).rejects.toThrow('append-only');
    });

    it('is for supervisors', async () => {
      expect(await desk.call('GET', '/audit', linToken)).toMatchObject({
        status: 403,
        body: { error: { code: 'FORBIDDEN' } },
      });
      expect((await desk.call('GET', '/audit')).status).toBe(401);
    });

    it.each([['actor=x'], ['action=nothing'], ['limit=0'], ['limit=1e9'], ['cursor=%00']])(
      'refuses %s',
      async (query) => {
        expect((await desk.call('GET', `/audit?${query}`, wuToken)).status).toBe(400);
      },
    );
  });

  it('writes down what a supervisor ends or returns over the head of its owner, and not what the owner does', async () => {
    const [ended, returned, own] = [await accepted(), await accepted(), await accepted()];
    await wu.ask('conversation.resolve', { conversationId: ended });
    await wu.ask('conversation.return', { conversationId: returned });
    await lin.ask('conversation.resolve', { conversationId: own });
    expect(await entries(`subject=${ended}`)).toMatchObject([{ action: 'conversation.resolved' }]);
    expect(await entries(`subject=${returned}`)).toMatchObject([{ action: 'conversation.returned' }]);
    expect(await entries(`subject=${own}`)).toEqual([]);
  });
});

function mentions(payload: Record<string, unknown>, conversationId: string): boolean {
  return (payload['conversation'] as { id?: string } | undefined)?.id === conversationId;
}
