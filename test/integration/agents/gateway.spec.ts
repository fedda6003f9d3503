import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { Realtime, rooms } from '#platform';
import { AgentsDesk, type AgentClient } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';

type Fields = Record<string, unknown>;

describe("the agents' socket", () => {
  let desk: AgentsDesk;
  let lin: AgentClient;
  let chen: AgentClient;
  let wu: AgentClient;
  let linId: string;
  let chenId: string;

  beforeAll(async () => {
    // Offers are tried elsewhere; here nobody is to be disturbed by them.
    desk = await AgentsDesk.start({ offerMs: 3_600_000 });
    linId = (await desk.account('lin')).id;
    chenId = (await desk.account('chen', 'senior', ['general', 'complaints'])).id;
    await desk.account('wu', 'supervisor');
    lin = await desk.online('lin', 50);
    chen = await desk.online('chen', 50);
    wu = await desk.online('wu', 50);
    await wu.ask('presence.set', { status: 'away' });
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const accepted = async (client: AgentClient): Promise<string> => {
    const conversationId = await desk.waiting();
    const answer = await client.ask('conversation.accept', { conversationId });
    expect(answer).toMatchObject({ ok: true });
    return conversationId;
  };

  it('says at once who one is, what one has and what waits', async () => {
    const mine = await accepted(lin);
    const waits = await desk.waiting();
    const again = await desk.connect((await desk.signIn('lin')).accessToken);
    const ready = again.of('ready')[0];
    expect(ready).toMatchObject({ agent: { id: linId, name: 'lin', role: 'agent' }, status: 'online', capacity: 50 });
    expect((ready?.['conversations'] as Fields[]).map((c) => c['id'])).toContain(mine);
    expect((ready?.['queue'] as Fields[]).map((c) => c['id'])).toContain(waits);
    again.socket.disconnect();
  });

  describe('accept', () => {
    it('gives everything said since the first word, and again to whoever has it', async () => {
      const conversationId = await desk.waiting({ text: '我买的外套有个洞' });
      const first = await lin.ask('conversation.accept', { conversationId });
      expect(first).toMatchObject({
        ok: true,
        conversation: { id: conversationId, status: 'assigned', agent: { id: linId, name: 'lin' } },
        notes: [],
      });
      const messages = (first as unknown as { messages: Fields[] }).messages;
      expect(messages.map((m) => m['seq'])).toEqual([1, 2, 3]);
      expect(messages[0]).toMatchObject({ text: '我买的外套有个洞', author: { kind: 'shopper' } });
      const second = await lin.ask('conversation.accept', { conversationId });
      expect((second as unknown as { conversation: Fields }).conversation['ownershipVersion']).toBe(
        (first as unknown as { conversation: Fields }).conversation['ownershipVersion'],
      );
    });

    it('tells the others who has it', async () => {
      const conversationId = await accepted(lin);
      expect(await chen.refusal('conversation.accept', { conversationId })).toMatchObject({
        code: 'ALREADY_ASSIGNED',
        message: expect.stringContaining('lin'),
        details: { agent: { id: linId, name: 'lin' } },
      });
    });

    it('is for those who are online', async () => {
      const conversationId = await desk.waiting();
      for (const status of ['away', 'offline']) {
        await lin.ask('presence.set', { status });
        expect((await lin.refusal('conversation.accept', { conversationId })).code).toBe('NOT_ONLINE');
      }
      await lin.ask('presence.set', { status: 'online' });
      expect(await lin.ask('conversation.accept', { conversationId })).toMatchObject({ ok: true });
      // Having it, one gets it again in any state.
      await lin.ask('presence.set', { status: 'away' });
      expect(await lin.ask('conversation.accept', { conversationId })).toMatchObject({ ok: true });
      await lin.ask('presence.set', { status: 'online' });
    });

    it('is refused for what does not wait or does not exist', async () => {
      const conversationId = await accepted(lin);
      await lin.ask('conversation.resolve', { conversationId });
      expect((await lin.refusal('conversation.accept', { conversationId })).code).toBe('NOT_QUEUED');
      expect((await lin.refusal('conversation.accept', { conversationId: newId() })).code).toBe(
        'CONVERSATION_NOT_FOUND',
      );
    });
  });

  describe('the owner', () => {
    it('speaks, and the same clientId is the same message', async () => {
      const conversationId = await accepted(lin);
      const message = { conversationId, clientId: newId(), text: '您好，我来帮您看看。' };
      const [first, second] = [await lin.ask('message.send', message), await lin.ask('message.send', message)];
      expect(first).toMatchObject({
        ok: true,
        message: { text: message.text, author: { kind: 'agent', name: 'lin' } },
      });
      expect(second).toEqual(first);
    });

    it('alone speaks, types, transfers, returns and resolves', async () => {
      const conversationId = await accepted(lin);
      const tries: [string, object][] = [
        ['message.send', { conversationId, clientId: newId(), text: 'x' }],
        ['typing', { conversationId, active: true }],
        ['conversation.transfer', { conversationId, to: { skill: 'general' } }],
        ['conversation.return', { conversationId }],
        ['conversation.resolve', { conversationId }],
      ];
      for (const [event, payload] of tries)
        expect([event, (await chen.refusal(event, payload)).code]).toEqual([event, 'NOT_OWNER']);
      expect((await desk.conversations.get(conversationId)).agentId).toBe(linId);
    });

    it('or a supervisor ends it, but a supervisor does not speak in it', async () => {
      const conversationId = await accepted(lin);
      expect((await wu.refusal('message.send', { conversationId, clientId: newId(), text: 'x' })).code).toBe(
        'NOT_OWNER',
      );
      expect(await wu.ask('conversation.resolve', { conversationId, outcome: 'refunded' })).toEqual({ ok: true });
      expect((await desk.conversations.get(conversationId)).status).toBe('resolved');
      expect((await lin.refusal('message.send', { conversationId, clientId: newId(), text: 'x' })).code).toBe(
        'NOT_OWNER',
      );
    });

    it('returns it to the bot', async () => {
      const conversationId = await accepted(lin);
      expect(await lin.ask('conversation.return', { conversationId })).toEqual({ ok: true });
      expect((await desk.conversations.get(conversationId)).status).toBe('bot');
    });
  });

  describe('transfer', () => {
    /** Offers after the transfer: before lin took the conversation, it was perhaps offered too. */
    const offerOf =
      ({ id, ownershipVersion }: { id: string; ownershipVersion: number }) =>
      (offer: Fields): boolean => {
        const offered = offer['conversation'] as Fields;
        return offered['id'] === id && offered['ownershipVersion'] === ownershipVersion;
      };

    it('to a colleague asks that colleague, with the note', async () => {
      const conversationId = await accepted(lin);
      const answer = await lin.ask('conversation.transfer', {
        conversationId,
        to: { agentId: chenId },
        note: '要经理处理',
      });
      expect(answer).toEqual({ ok: true });
      const record = await desk.conversations.get(conversationId);
      expect(record).toMatchObject({ status: 'queued', preferredAgentId: chenId });
      await chen.heard('conversation.offered', offerOf(record));
      expect(await desk.conversations.notes(conversationId)).toMatchObject([
        { text: '要经理处理', author: { id: linId } },
      ]);
    });

    it('to a skill is not offered to whoever gave it away while others are there', async () => {
      const conversationId = await accepted(lin);
      await lin.ask('conversation.transfer', { conversationId, to: { skill: 'general' } });
      const again = offerOf(await desk.conversations.get(conversationId));
      await chen.heard('conversation.offered', again);
      await desk.settled();
      // What follows on the same socket has been pushed after it.
      await lin.ask('queue.list', {});
      expect(lin.of('conversation.offered').filter(again)).toEqual([]);
    });

    it('is refused to nobody, to somebody unknown, to somebody who is full, and to both kinds of target at once', async () => {
      const conversationId = await accepted(lin);
      const full = await desk.account('full');
      const client = await desk.online('full', 1);
      await accepted(client);
      const to = async (target: unknown): Promise<string> =>
        (await lin.refusal('conversation.transfer', { conversationId, to: target })).code;
      expect(await to({})).toBe('VALIDATION_FAILED');
      expect(await to('chen')).toBe('VALIDATION_FAILED');
      expect(await to({ agentId: 7 })).toBe('VALIDATION_FAILED');
      expect(await to({ agentId: chenId, skill: 'general' })).toBe('VALIDATION_FAILED');
      expect(await to({ agentId: newId() })).toBe('AGENT_NOT_FOUND');
      expect(await to({ agentId: full.id })).toBe('AT_CAPACITY');
      expect((await desk.conversations.get(conversationId)).status).toBe('assigned');
      await client.ask('presence.set', { status: 'offline' });
    });
  });

  describe('reading', () => {
    it('is for one’s own, the waiting and the ended; of a colleague’s or the bot’s conversation nothing is shown', async () => {
      const mine = await accepted(lin);
      const waits = await desk.waiting();
      for (const conversationId of [mine, waits]) {
        expect(await lin.ask('sync', { conversationId, afterSeq: 0 })).toMatchObject({ ok: true, hasMore: false });
      }
      expect(await lin.ask('sync', { conversationId: mine, afterSeq: 1, limit: 1 })).toMatchObject({
        messages: [{ seq: 2 }],
        hasMore: true,
      });
      for (const [event, payload] of [
        ['sync', { conversationId: mine, afterSeq: 0 }],
        ['note.add', { conversationId: mine, text: 'x' }],
      ] as const) {
        expect((await chen.refusal(event, payload)).code).toBe('CONVERSATION_NOT_FOUND');
        expect(await wu.ask(event, payload)).toMatchObject({ ok: true });
      }
      await lin.ask('conversation.return', { conversationId: mine });
      expect((await lin.refusal('sync', { conversationId: mine, afterSeq: 0 })).code).toBe('CONVERSATION_NOT_FOUND');
    });

    it('lists the queue in the order it will be served', async () => {
      const normal = await desk.waiting();
      const critical = await desk.waiting({ severity: 'critical' });
      const answer = (await lin.ask('queue.list', {})) as unknown as { conversations: Fields[] };
      const ids = answer.conversations.map((c) => c['id']);
      expect(ids.indexOf(critical)).toBeGreaterThanOrEqual(0);
      expect(ids.indexOf(critical)).toBeLessThan(ids.indexOf(normal));
    });
  });

  describe('what is pushed about a conversation', () => {
    const probe = async (conversationId: string): Promise<void> => {
      desk.app.get(Realtime).toAgents(rooms.conversation(conversationId)).emit('message.discarded', {
        messageId: conversationId,
      });
      // What follows on the same socket has been pushed after it.
      for (const client of [lin, chen, wu]) await client.ask('queue.list', {});
    };
    const heard = (client: AgentClient, conversationId: string): number =>
      client.of('message.discarded').filter((p) => p['messageId'] === conversationId).length;

    it('is heard by its owner and by supervisors, and no longer by who gave it away', async () => {
      const conversationId = await accepted(lin);
      await probe(conversationId);
      expect([lin, chen, wu].map((c) => heard(c, conversationId))).toEqual([1, 0, 1]);
      await lin.ask('conversation.transfer', { conversationId, to: { agentId: chenId } });
      await chen.ask('conversation.accept', { conversationId });
      await probe(conversationId);
      expect([lin, chen, wu].map((c) => heard(c, conversationId))).toEqual([1, 1, 2]);
      await chen.ask('conversation.return', { conversationId });
      await probe(conversationId);
      expect([lin, chen, wu].map((c) => heard(c, conversationId))).toEqual([1, 1, 3]);
    });

    it('is not heard by a colleague who has looked at it while it waited', async () => {
      const conversationId = await desk.waiting();
      await chen.ask('sync', { conversationId, afterSeq: 0 });
      await lin.ask('conversation.accept', { conversationId });
      await probe(conversationId);
      expect(heard(chen, conversationId)).toBe(0);
    });

    it('is heard again after a reconnect', async () => {
      const conversationId = await accepted(lin);
      const again = await desk.connect((await desk.signIn('lin')).accessToken);
      await probe(conversationId);
      await again.ask('queue.list', {});
      expect(heard(again, conversationId)).toBe(1);
      again.socket.disconnect();
    });

    it('tells the shopper and the supervisor that the agent writes', async () => {
      const shopperId = newId();
      const conversationId = await desk.waiting({ shopperId });
      await lin.ask('conversation.accept', { conversationId });
      const shopper = await desk.shopper(shopperId);
      expect(await lin.ask('typing', { conversationId, active: true })).toEqual({ ok: true });
      expect(await shopper.heard('typing')).toEqual({ conversationId, active: true });
      expect(await wu.heard('typing', (t) => t['conversationId'] === conversationId)).toMatchObject({ active: true });
      expect(lin.of('typing')).toEqual([]);
    });
  });

  describe('bad input', () => {
    const id = newId();
    it.each([
      ['presence.set', {}],
      ['presence.set', { status: 'busy' }],
      ['presence.set', { status: 'online', capacity: 0 }],
      ['presence.set', { status: 'online', capacity: '5' }],
      ['presence.set', { status: 'online', capacity: 1e9 }],
      ['presence.set', 'online'],
      ['presence.set', null],
      ['presence.set', ['online']],
      ['conversation.accept', {}],
      ['conversation.accept', { conversationId: 1 }],
      ['conversation.accept', { conversationId: "1' OR '1'='1" }],
      ['conversation.accept', { conversationId: { $gt: '' } }],
      ['conversation.decline', { conversationId: '' }],
      ['message.send', { conversationId: id, text: 'x' }],
      ['message.send', { conversationId: id, clientId: 'x', text: 'x' }],
      ['message.send', { conversationId: id, clientId: id, text: 7 }],
      ['message.send', { conversationId: id, clientId: id, text: { a: 1 } }],
      ['message.send', { conversationId: id, clientId: id, text: null }],
      ['message.send', { conversationId: id, clientId: id, text: 'x', attachmentIds: ['nothing'] }],
      ['note.add', { conversationId: id, text: true }],
      ['note.add', { conversationId: id }],
      ['conversation.resolve', { conversationId: id, outcome: 5 }],
      ['conversation.resolve', { conversationId: id, outcome: 'x'.repeat(201) }],
      ['sync', { conversationId: id, afterSeq: -1 }],
      ['sync', { conversationId: id, afterSeq: '0' }],
      ['sync', { conversationId: id, afterSeq: 0, limit: 201 }],
      ['sync', { conversationId: id, afterSeq: 1.5 }],
      ['typing', { conversationId: id, active: 'yes' }],
      ['queue.list', 'everything'],
    ])('%s %j is refused with a reason', async (event, payload) => {
      expect(await lin.refusal(event, payload)).toMatchObject({
        code: 'VALIDATION_FAILED',
        message: expect.any(String),
      });
    });

    it('answers events it does not know, and calls without a payload', async () => {
      expect((await lin.refusal('conversation.steal', { conversationId: id })).code).toBe('UNKNOWN_EVENT');
      expect((await lin.refusal('queue.list')).code).toBe('VALIDATION_FAILED');
    });

    it('refuses empty and overlong texts with their own codes', async () => {
      const conversationId = await accepted(lin);
      const send = async (text: string): Promise<string> =>
        (await lin.refusal('message.send', { conversationId, clientId: newId(), text })).code;
      expect(await send('   ')).toBe('TEXT_EMPTY');
      expect(await send('长'.repeat(4001))).toBe('TEXT_TOO_LONG');
      expect(await send('x'.repeat(1_000_000))).toBe('TEXT_TOO_LONG');
      expect((await lin.refusal('message.send', { conversationId, clientId: newId() })).code).toBe('TEXT_EMPTY');
      expect(
        await lin.ask('message.send', { conversationId, clientId: newId(), text: '长'.repeat(4000) }),
      ).toMatchObject({ ok: true });
    });

    it('harms nobody when it comes without asking for an answer', async () => {
      for (const payload of [undefined, null, 7, 'x', { conversationId: 1 }]) {
        lin.socket.emit('conversation.accept', payload);
        lin.socket.emit('unknown', payload);
      }
      expect(await lin.ask('queue.list', {})).toMatchObject({ ok: true });
      expect(lin.socket.connected).toBe(true);
    });
  });
});
