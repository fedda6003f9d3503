import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransactionRunner, sql } from '#platform';
import { AvailabilityService, LeaseSweepService, RoutingService } from '#handoff';
import { SWEEP_MS } from '../../../libs/handoff/src/presence/intervals.js';
import { AgentsDesk, until, type AgentClient } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';

type Fields = Record<string, unknown>;
/** A lease ends where a test is about its end, and nowhere else: how long a test takes is the machine's business. */
const LEASE_MS = 60_000;
const SHORT_MS = 1_500;

describe('presence', () => {
  let desk: AgentsDesk;
  let linId: string;
  let boId: string;
  /** Looks for lost agents, as the desk does every SWEEP_MS. */
  let sweep: () => Promise<string[]>;
  /** What the desk's own looks do, so that a test can watch them or keep them away. */
  let look: () => Promise<string[]>;
  let looking = 0;

  beforeAll(async () => {
    // Short at the start, for how often leases are renewed.
    desk = await AgentsDesk.start({ presenceLeaseMs: SHORT_MS, offerMs: 3_600_000 });
    const leases = desk.app.get(LeaseSweepService);
    look = sweep = leases.sweep.bind(leases);
    leases.sweep = async () => {
      looking++;
      try {
        return await look();
      } finally {
        looking--;
      }
    };
    linId = (await desk.account('lin')).id;
    boId = (await desk.account('bo')).id;
  });

  beforeEach(async () => {
    look = sweep;
    desk.config.presenceLeaseMs = LEASE_MS;
    await desk.disconnectAll();
    await desk.settled();
    await desk.app.get(TransactionRunner).run((tx) => sql(tx, 'TRUNCATE handoff_offer, conversation, message'));
    await desk.db.query(`UPDATE agent_availability SET status = 'offline', lease_until = NULL, capacity = 5`);
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const assigned = async (client: AgentClient): Promise<string> => {
    const conversationId = await desk.waiting();
    expect(await client.ask('conversation.accept', { conversationId })).toMatchObject({ ok: true });
    return conversationId;
  };
  const statusOf = async (id: string): Promise<string> => (await desk.conversations.get(id)).status;
  const isAlive = async (agentId: string): Promise<boolean> =>
    (await desk.app.get(AvailabilityService).get(agentId)).alive;
  const lastsFor = (agentId: string, ms: number): Promise<unknown[]> =>
    desk.db.query(`UPDATE agent_availability SET lease_until = now() + $2::int * interval '1 ms' WHERE agent_id = $1`, [
      agentId,
      ms,
    ]);

  /** Resolves when the desk has renewed the lease by itself, as it does while a client is connected. */
  const renewed = async (agentId: string): Promise<void> => {
    await lastsFor(agentId, LEASE_MS / 3);
    await until(async () => {
      const { leaseUntil } = await desk.app.get(AvailabilityService).get(agentId);
      return (leaseUntil?.getTime() ?? 0) > Date.now() + LEASE_MS / 2;
    });
  };

  /** The agent's last client goes, and the lease has a moment left; were it still renewed, it would never end. */
  const vanishes = async (client: AgentClient, agentId: string): Promise<void> => {
    desk.config.presenceLeaseMs = SHORT_MS;
    await desk.leave(client);
    await lastsFor(agentId, SHORT_MS);
  };

  /** The desk itself does not look meanwhile. */
  const unwatched = async (work: () => Promise<unknown>): Promise<void> => {
    look = async () => [];
    await until(() => looking === 0);
    await work();
    look = sweep;
  };

  it('survives a reload within the lease, with status, capacity and conversations', async () => {
    const lin = await desk.online('lin', 7);
    const conversationId = await assigned(lin);
    await desk.leave(lin);
    expect(await sweep()).toEqual([]);
    const again = await desk.connect((await desk.signIn('lin')).accessToken);
    expect(again.of('ready')[0]).toMatchObject({
      status: 'online',
      capacity: 7,
      conversations: [{ id: conversationId }],
    });
    await renewed(linId);
    await sweep();
    expect(await statusOf(conversationId)).toBe('assigned');
  });

  it('of an agent who vanishes ends with the lease: the shopper is told and goes to the front, in time', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    const critical = await desk.waiting({ severity: 'critical' });
    // Within five seconds of the end of the lease: the first look after it finds the conversation, and looks are not further apart.
    expect(SWEEP_MS).toBeLessThan(5_000);
    const overlooked: string[][] = [];
    look = async () => {
      const owed = (await statusOf(conversationId)) === 'assigned' && !(await isAlive(linId));
      const moved = await sweep();
      if (owed && !moved.includes(conversationId)) overlooked.push(moved);
      return moved;
    };
    await vanishes(lin, linId);
    await until(async () => (await statusOf(conversationId)) === 'queued');
    expect(overlooked).toEqual([]);
    expect((await desk.conversations.queue()).map((c) => c.id)).toEqual([conversationId, critical]);
    const { messages } = await desk.conversations.messages(conversationId, 0, 50);
    expect(messages.at(-1)).toMatchObject({ author: { kind: 'system' }, notice: 'agent_lost' });
    const row = await desk.app.get(AvailabilityService).get(linId);
    expect(row).toMatchObject({ status: 'offline', alive: false });
    // Whoever comes next is asked about it first.
    const bo = await desk.online('bo');
    const first = await bo.heard('conversation.offered');
    expect((first['conversation'] as Fields)['id']).toBe(conversationId);
  });

  it('is the agent’s and not the tab’s', async () => {
    const [one, two] = [await desk.online('lin'), await desk.online('lin')];
    const conversationId = await assigned(one);
    await desk.leave(one);
    await renewed(linId);
    await sweep();
    expect(await statusOf(conversationId)).toBe('assigned');
    await vanishes(two, linId);
    await until(async () => (await statusOf(conversationId)) === 'queued');
  });

  it('set to offline by hand keeps what one has and brings nothing new', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    await lin.ask('presence.set', { status: 'offline' });
    const waits = await desk.waiting();
    await renewed(linId);
    await sweep();
    await desk.app.get(RoutingService).route();
    expect([await statusOf(conversationId), await statusOf(waits)]).toEqual(['assigned', 'queued']);
    expect(await lin.ask('message.send', { conversationId, clientId: conversationId, text: '我还在' })).toMatchObject({
      ok: true,
    });
  });

  it('finishes a sweep that died half-way: assigned without a lease is lost, whoever closed the lease', async () => {
    const lin = await desk.online('lin');
    const conversations = [await assigned(lin), await assigned(lin), await assigned(lin)];
    await desk.leave(lin);
    // The lease is closed and one conversation moved; then that process died.
    await unwatched(async () => {
      await desk.db.query(`UPDATE agent_availability SET lease_until = NULL, status = 'offline' WHERE agent_id = $1`, [
        linId,
      ]);
      await desk.conversations.agentLost(conversations[0] ?? '', linId);
    });
    await until(async () => (await Promise.all(conversations.map(statusOf))).every((s) => s === 'queued'));
  });

  it('outlives an outage of ours: after a gap no lease runs out for one grace period', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    await desk.leave(lin);
    const back = Date.now();
    // One statement, so that nothing of the running desk comes in between: we were away for an hour, as was everybody's lease.
    await unwatched(() =>
      desk.db.query(
        `WITH away AS (UPDATE service_heartbeat SET beat_at = now() - interval '1 hour', grace_until = now() - interval '1 hour')
         UPDATE agent_availability SET lease_until = now() - interval '1 hour' WHERE agent_id = $1`,
        [linId],
      ),
    );
    expect(await sweep()).toEqual([]);
    expect(await statusOf(conversationId)).toBe('assigned');
    const grace = async (): Promise<number> =>
      (
        await desk.db.query<{ until: Date }>('SELECT grace_until AS until FROM service_heartbeat')
      )[0]?.until.getTime() ?? 0;
    // The desk says that agents can reach it again.
    await until(async () => (await grace()) >= back + LEASE_MS);
    expect(await sweep()).toEqual([]);
    // Who comes back in time has lost nothing, not even the status.
    const again = await desk.connect((await desk.signIn('lin')).accessToken);
    expect(again.of('ready')[0]).toMatchObject({ status: 'online', conversations: [{ id: conversationId }] });
    // Who does not is given until its end, and no longer.
    await vanishes(again, linId);
    await until(async () => !(await isAlive(linId)));
    expect(await sweep()).toEqual([]);
    await desk.db.query(`UPDATE service_heartbeat SET grace_until = now() + interval '1 second'`);
    const end = await grace();
    await until(async () => (await statusOf(conversationId)) === 'queued');
    const { messages } = await desk.conversations.messages(conversationId, 0, 50);
    expect(Date.parse(messages.at(-1)?.createdAt ?? '')).toBeGreaterThanOrEqual(end);
  });

  it('moves nothing of an agent whose client came back', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    await sweep();
    // The connected client renews before the sweep looks.
    await unwatched(async () => {
      await desk.expireLease(linId);
      await desk.app.get(AvailabilityService).renew([{ agentId: linId, agoMs: 0 }]);
    });
    expect(await sweep()).toEqual([]);
    expect(await statusOf(conversationId)).toBe('assigned');
  });

  it('ends with the account, and what the agent had goes back to the queue', async () => {
    await desk.account('boss', 'admin');
    const lin = await desk.online('bo');
    const conversationId = await assigned(lin);
    const { accessToken } = await desk.signIn('boss');
    await desk.call('PATCH', `/agents/${boId}`, accessToken, { disabled: true });
    await until(async () => (await statusOf(conversationId)) === 'queued');
  });
});
