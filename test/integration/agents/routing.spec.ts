import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { TransactionRunner, sql, violatedConstraint } from '#platform';
import { AvailabilityService, DecisionRepository, QueueService, RoutingService, settingsHash } from '#handoff';
import { AgentsDesk, until, type AgentClient } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';

type Fields = Record<string, unknown>;
/** An offer runs out where a test is about that, and nowhere else: how long a test takes is the machine's business. */
const OFFER_MS = 3_600_000;
const SHORT_OFFER_MS = 600;

describe('routing', () => {
  let desk: AgentsDesk;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    desk = await AgentsDesk.start({ offerMs: OFFER_MS });
    for (const name of ['an', 'bo', 'cai']) ids[name] = (await desk.account(name)).id;
    ids['chen'] = (await desk.account('chen', 'senior', ['general', 'complaints'])).id;
  });

  beforeEach(async () => {
    await desk.disconnectAll();
    await desk.settled();
    const empty = 'TRUNCATE handoff_offer, conversation, message, agent_availability, handoff_assignment';
    await desk.app.get(TransactionRunner).run((tx) => sql(tx, empty));
    for (const [name, id] of Object.entries(ids)) {
      await desk.app.get(AvailabilityService).profileChanged({ id, name, role: 'agent', skills: ['general'] });
    }
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const offerOf = (conversationId: string) => (offer: Fields) =>
    (offer['conversation'] as Fields)['id'] === conversationId;
  const offered = (client: AgentClient, conversationId: string): boolean =>
    client.of('conversation.offered').some(offerOf(conversationId));
  /** Whether it has been offered, once what was owed is done; what follows on the same socket has been pushed after it. */
  const isOffered = async (client: AgentClient, conversationId: string): Promise<boolean> => {
    await desk.settled();
    await client.ask('queue.list', {});
    return offered(client, conversationId);
  };
  const pending = (): Promise<{ agentId: string; conversationId: string }[]> =>
    desk.db.query(
      `SELECT agent_id AS "agentId", conversation_id AS "conversationId" FROM handoff_offer WHERE state = 'pending'`,
    );

  it('offers a complaint to a senior, with all that is needed to decide', async () => {
    const an = await desk.online('an');
    const chen = await desk.online('chen');
    const conversationId = await desk.waiting({ severity: 'critical', skill: 'complaints' });
    const offer = await chen.heard('conversation.offered', offerOf(conversationId));
    expect(offer).toEqual({
      conversation: expect.objectContaining({ id: conversationId, status: 'queued', shopper: expect.anything() }),
      reasons: [{ rule: 'complaint', evidence: '投诉', score: 0.9, seq: 1 }],
      severity: 'critical',
      waitingSince: expect.any(String),
      expiresAt: expect.any(String),
    });
    const left = Date.parse(offer['expiresAt'] as string) - Date.now();
    expect(left).toBeGreaterThan(OFFER_MS / 2);
    expect(left).toBeLessThanOrEqual(OFFER_MS);
    expect(await isOffered(an, conversationId)).toBe(false);
  });

  it('goes on to the next when an offer is declined, and comes back to nobody who declined', async () => {
    const clients = [await desk.online('an'), await desk.online('bo')] as const;
    const conversationId = await desk.waiting();
    await until(() => clients.some((c) => offered(c, conversationId)));
    const [first, second] = offered(clients[0], conversationId) ? clients : [clients[1], clients[0]];
    expect(await first.ask('conversation.decline', { conversationId })).toEqual({ ok: true });
    await second.heard('conversation.offered', offerOf(conversationId));
    expect(await second.ask('conversation.decline', { conversationId })).toEqual({ ok: true });
    await desk.app.get(RoutingService).route();
    expect(await pending()).toEqual([]);
    // It still waits, and can be taken by hand.
    expect(await first.ask('conversation.accept', { conversationId })).toMatchObject({ ok: true });
  });

  it('goes on when an offer runs out, and takes it off the screen', async () => {
    const clients = [await desk.online('an'), await desk.online('bo')] as const;
    desk.config.offerMs = SHORT_OFFER_MS;
    try {
      const conversationId = await desk.waiting();
      await until(() => clients.some((c) => offered(c, conversationId)));
      const [first, second] = offered(clients[0], conversationId) ? clients : [clients[1], clients[0]];
      await first.heard('offer.withdrawn', (o) => o['conversationId'] === conversationId);
      await second.heard('conversation.offered', offerOf(conversationId));
    } finally {
      desk.config.offerMs = OFFER_MS;
    }
  });

  it('takes the offer off the screen when a colleague takes the conversation, or the shopper leaves', async () => {
    const [an, bo] = [await desk.online('an'), await desk.online('bo')];
    for (const end of ['accepted', 'withdrawn']) {
      const conversationId = await desk.waiting();
      await until(() => offered(an, conversationId) || offered(bo, conversationId));
      const [asked, other] = offered(an, conversationId) ? [an, bo] : [bo, an];
      if (end === 'accepted') await other.ask('conversation.accept', { conversationId });
      else await desk.conversations.withdraw(conversationId);
      await asked.heard('offer.withdrawn', (o) => o['conversationId'] === conversationId);
    }
  });

  it('shows standing offers again after a reconnect', async () => {
    const an = await desk.online('an');
    const conversationId = await desk.waiting();
    await an.heard('conversation.offered', offerOf(conversationId));
    an.socket.disconnect();
    const again = await desk.connect((await desk.signIn('an')).accessToken);
    await again.heard('conversation.offered', offerOf(conversationId));
  });

  it('waits while nobody is there, and offers in the order of the queue when somebody comes', async () => {
    const normal = await desk.waiting();
    const critical = await desk.waiting({ severity: 'critical' });
    const third = await desk.waiting();
    expect(await pending()).toEqual([]);
    const an = await desk.online('an', 2);
    await an.heard('conversation.offered', offerOf(normal));
    await desk.app.get(RoutingService).route();
    expect(await isOffered(an, third)).toBe(false);
    expect(an.of('conversation.offered').map((o) => (o['conversation'] as Fields)['id'])).toEqual([critical, normal]);
    expect((await pending()).map((o) => o.conversationId).sort()).toEqual([normal, critical].sort());
  });

  it('offers the next when a place becomes free: resolved, returned, transferred, more capacity', async () => {
    const an = await desk.online('an', 1);
    const first = await desk.waiting();
    await an.heard('conversation.offered', offerOf(first));
    await an.ask('conversation.accept', { conversationId: first });
    const second = await desk.waiting();
    await desk.app.get(RoutingService).route();
    expect(await isOffered(an, second)).toBe(false);
    await an.ask('conversation.resolve', { conversationId: first });
    expect(await isOffered(an, second)).toBe(true);
    const third = await desk.waiting();
    expect(await isOffered(an, third)).toBe(false);
    await an.ask('presence.set', { status: 'online', capacity: 2 });
    expect(await isOffered(an, third)).toBe(true);
  });

  it('offers nothing to who is away or gone, and passes on what stood with them', async () => {
    const [an, bo] = [await desk.online('an'), await desk.online('bo')];
    const conversationId = await desk.waiting();
    await until(() => offered(an, conversationId) || offered(bo, conversationId));
    const [asked, other] = offered(an, conversationId) ? [an, bo] : [bo, an];
    await asked.ask('presence.set', { status: 'away' });
    await asked.heard('offer.withdrawn', (o) => o['conversationId'] === conversationId);
    expect(await isOffered(other, conversationId)).toBe(true);
    await other.ask('presence.set', { status: 'offline' });
    const later = await desk.waiting();
    await desk.app.get(RoutingService).route();
    expect(await pending()).toEqual([]);
    expect([await isOffered(asked, later), await isOffered(other, later)]).toEqual([false, false]);
  });

  it('asks the agent first to whom a conversation was transferred', async () => {
    const [an, bo, cai] = [await desk.online('an'), await desk.online('bo'), await desk.online('cai')];
    // cai is the busiest, so that only the wish of the transfer can choose cai.
    for (let i = 0; i < 2; i++) await cai.ask('conversation.accept', { conversationId: await desk.waiting() });
    const conversationId = await desk.waiting();
    await an.ask('conversation.accept', { conversationId });
    await an.ask('conversation.transfer', { conversationId, to: { agentId: ids['cai'] } });
    // Before an took it, it was perhaps offered to another.
    const { ownershipVersion } = await desk.conversations.get(conversationId);
    const again = ({ conversation }: Fields): boolean =>
      (conversation as Fields)['id'] === conversationId &&
      (conversation as Fields)['ownershipVersion'] === ownershipVersion;
    await cai.heard('conversation.offered', again);
    await desk.settled();
    await bo.ask('queue.list', {});
    expect(bo.of('conversation.offered').filter(again)).toEqual([]);
  });

  describe('under races', () => {
    const overfull = async (): Promise<unknown[]> =>
      desk.db.query(
        `SELECT a.name, a.capacity, count(*) FROM agent_availability a JOIN (
           SELECT agent_id FROM conversation WHERE status = 'assigned'
           UNION ALL SELECT agent_id FROM handoff_offer WHERE state = 'pending') t ON t.agent_id = a.agent_id
         GROUP BY a.name, a.capacity HAVING count(*) > a.capacity`,
      );

    it('never promises more places than there are, whoever routes, accepts, declines and resolves at once', async () => {
      // An offer that has run out may still be taken by hand, beyond the capacity; here none does.
      // On a server a second process routes too.
      const other = desk.config.embedded ? undefined : await AgentsDesk.on(desk.config);
      const desks = [desk, other ?? desk];
      const clients = await Promise.all(
        ['an', 'bo', 'cai', 'chen'].map((name, i) => (desks[i % 2] ?? desk).online(name, 2)),
      );
      for (let i = 0; i < 30; i++) await desk.waiting();
      const taken = new Set<string>();
      let stop = false;
      const seen: unknown[] = [];
      const watch = (async () => {
        while (!stop) seen.push(...(await overfull()));
      })();
      const work = clients.map(async (client, nr) => {
        const answered = new Set<unknown>();
        const end = Date.now() + 60_000;
        while (Date.now() < end && taken.size < 20) {
          for (const offer of client.of('conversation.offered')) {
            const key = `${(offer['conversation'] as Fields)['id'] as string}/${offer['expiresAt'] as string}`;
            if (answered.has(key)) continue;
            answered.add(key);
            const conversationId = (offer['conversation'] as Fields)['id'] as string;
            if ((answered.size + nr) % 4 === 0) await client.ask('conversation.decline', { conversationId });
            else if ((await client.ask('conversation.accept', { conversationId })).ok) {
              expect(taken.has(conversationId)).toBe(false);
              taken.add(conversationId);
              await client.ask('conversation.resolve', { conversationId });
            }
          }
          await Promise.all(desks.map((d) => d.app.get(RoutingService).route()));
        }
      });
      try {
        await Promise.all(work);
      } finally {
        stop = true;
        await watch;
        await other?.close();
      }
      expect(seen).toEqual([]);
      expect(taken.size).toBeGreaterThanOrEqual(20);
    }, 120_000);

    it('counts what another process is just promising the same agent', async () => {
      await desk.online('an', 1);
      let routed: Promise<void> | undefined;
      await desk.app.get(TransactionRunner).run(async (tx) => {
        // The other process: it has locked the agent's places and given the last one away, but not committed yet.
        await sql(tx, 'SELECT 1 FROM agent_availability WHERE agent_id = $1 FOR UPDATE', [ids['an']]);
        await sql(
          tx,
          `INSERT INTO handoff_offer (id, conversation_id, ownership_version, agent_id, expires_at)
           VALUES ($1, $2, 2, $3, now() + interval '1 minute')`,
          [newId(), newId(), ids['an']],
        );
        // On the embedded database even the queue waits for the end of this transaction.
        if (!desk.config.embedded) await desk.waiting();
        routed = desk.app.get(RoutingService).route();
        await new Promise((r) => setTimeout(r, 300));
      });
      await routed;
      expect(await pending()).toHaveLength(1);
    });

    it('cannot store a second open offer of a conversation, whoever tries', async () => {
      const conversationId = newId();
      const offer = (): Promise<unknown> =>
        desk.db.query(
          `INSERT INTO handoff_offer (id, conversation_id, ownership_version, agent_id, expires_at)
           VALUES ($1, $2, 2, $3, now() + interval '1 minute')`,
          [newId(), conversationId, newId()],
        );
      await offer();
      expect(violatedConstraint(await offer().catch((error: unknown) => error))).toBe('handoff_offer_one_pending');
    });

    it('opens one offer of a conversation at a time', async () => {
      for (const name of ['an', 'bo', 'cai', 'chen']) await desk.online(name);
      await desk.waiting();
      await Promise.all(Array.from({ length: 20 }, () => desk.app.get(RoutingService).route()));
      expect(await pending()).toHaveLength(1);
    });
  });

  describe('the queue', () => {
    it('tells waiting shoppers their place, and again when it changes', async () => {
      const shoppers = [newId(), newId(), newId()] as const;
      const [first, second, third] = [
        await desk.shopper(shoppers[0]),
        await desk.shopper(shoppers[1]),
        await desk.shopper(shoppers[2]),
      ];
      const conversations: string[] = [];
      for (const shopperId of shoppers) conversations.push(await desk.waiting({ shopperId }));
      expect(await first.heard('queue.changed')).toEqual({
        conversationId: conversations[0],
        position: 1,
        etaSeconds: null,
      });
      expect(await third.heard('queue.changed')).toMatchObject({ position: 3, etaSeconds: null });
      const an = await desk.online('an', 1);
      expect(await third.heard('queue.changed', (q) => q['etaSeconds'] !== null)).toMatchObject({ position: 3 });
      await an.ask('conversation.accept', { conversationId: conversations[0] });
      await second.heard('queue.changed', (q) => q['position'] === 1);
      await third.heard('queue.changed', (q) => q['position'] === 2);
      const before = await desk.pushedTo(first, shoppers[0]);
      await desk.conversations.withdraw(conversations[1] ?? '');
      await third.heard('queue.changed', (q) => q['position'] === 1);
      expect(await desk.pushedTo(first, shoppers[0])).toEqual(before);
      const place = await desk.app.get(QueueService).place(conversations[2] ?? '');
      expect(place).toMatchObject({ position: 1, etaSeconds: [expect.any(Number), expect.any(Number)] });
      expect(await desk.app.get(QueueService).place(conversations[0] ?? '')).toBeUndefined();
    });
  });

  describe('decisions', () => {
    it('are kept with their reasons, input and a hash of the settings that does not depend on their order', async () => {
      const decisions = desk.app.get(DecisionRepository);
      const conversationId = newId();
      const verdict = {
        decision: true,
        severity: 'critical' as const,
        skill: 'complaints',
        reasons: [{ rule: 'risk', evidence: '拉肚子', score: 0.97, seq: 3 }],
      };
      const settings = { words: ['投诉'], anger: 0.7 };
      const input = { messages: [{ seq: 3, text: '吃了拉肚子' }] };
      await desk.app
        .get(TransactionRunner)
        .run((tx) => decisions.record(tx, { conversationId, fromSeq: 2, toSeq: 3, verdict, input, settings }));
      expect(await decisions.ofConversation(desk.db.manager, conversationId)).toEqual([
        {
          id: expect.any(String),
          conversationId,
          fromSeq: 2,
          toSeq: 3,
          ...verdict,
          input,
          settingsHash: settingsHash({ anger: 0.7, words: ['投诉'] }),
          createdAt: expect.anything(),
        },
      ]);
      expect(settingsHash({ ...settings, anger: 0.6 })).not.toBe(settingsHash(settings));
    });
  });
});
