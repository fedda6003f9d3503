import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AvailabilityService, LeaseSweepService, RoutingService } from '#handoff';
import { AgentsDesk, until, type AgentClient } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';

type Fields = Record<string, unknown>;
const LEASE_MS = 1_500;

describe('presence', () => {
  let desk: AgentsDesk;
  let linId: string;
  let boId: string;

  beforeAll(async () => {
    desk = await AgentsDesk.start({ presenceLeaseMs: LEASE_MS, offerMs: 60_000 });
    linId = (await desk.account('lin')).id;
    boId = (await desk.account('bo')).id;
  });

  beforeEach(async () => {
    desk.disconnectAll();
    await desk.db.query(`TRUNCATE handoff_offer, conversation, message`);
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
  const sweep = (): Promise<string[]> => desk.app.get(LeaseSweepService).sweep();

  it('survives a reload within the lease, with status, capacity and conversations', async () => {
    const lin = await desk.online('lin', 7);
    const conversationId = await assigned(lin);
    lin.socket.disconnect();
    await new Promise((r) => setTimeout(r, LEASE_MS / 3));
    const again = await desk.connect((await desk.signIn('lin')).accessToken);
    expect(again.of('ready')[0]).toMatchObject({
      status: 'online',
      capacity: 7,
      conversations: [{ id: conversationId }],
    });
    await new Promise((r) => setTimeout(r, LEASE_MS * 2));
    await sweep();
    expect(await statusOf(conversationId)).toBe('assigned');
  });

  it('of an agent who vanishes ends with the lease: the shopper is told and goes to the front, in time', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    const critical = await desk.waiting({ severity: 'critical' });
    lin.socket.disconnect();
    const gone = Date.now();
    await until(async () => (await statusOf(conversationId)) === 'queued', LEASE_MS + 5_000);
    expect(Date.now() - gone).toBeLessThanOrEqual(LEASE_MS + 5_000);
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
    one.socket.disconnect();
    await new Promise((r) => setTimeout(r, LEASE_MS * 2));
    await sweep();
    expect(await statusOf(conversationId)).toBe('assigned');
    two.socket.disconnect();
    await until(async () => (await statusOf(conversationId)) === 'queued', LEASE_MS + 5_000);
  });

  it('set to offline by hand keeps what one has and brings nothing new', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    await lin.ask('presence.set', { status: 'offline' });
    const waits = await desk.waiting();
    await new Promise((r) => setTimeout(r, LEASE_MS * 1.5));
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
    lin.socket.disconnect();
    await until(async () => (await desk.app.get(AvailabilityService).get(linId)).status === 'online');
    // The lease is closed and one conversation moved; then that process died.
    await desk.db.query(`UPDATE agent_availability SET lease_until = NULL, status = 'offline' WHERE agent_id = $1`, [
      linId,
    ]);
    await desk.conversations.agentLost(conversations[0] ?? '', linId);
    await until(async () => (await Promise.all(conversations.map(statusOf))).every((s) => s === 'queued'), 5_000);
  });

  it('outlives an outage of ours: after a gap no lease runs out for one grace period', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    lin.socket.disconnect();
    // One statement, so that nothing of the running desk comes in between: we were away for an hour, as was everybody's lease.
    await desk.db.query(
      `WITH away AS (UPDATE service_heartbeat SET beat_at = now() - interval '1 hour', grace_until = now() - interval '1 hour')
       UPDATE agent_availability SET lease_until = now() - interval '1 hour' WHERE agent_id = $1`,
      [linId],
    );
    const back = Date.now();
    expect(await sweep()).toEqual([]);
    expect(await statusOf(conversationId)).toBe('assigned');
    expect(await sweep()).toEqual([]);
    // Who comes back in time has lost nothing, not even the status.
    const again = await desk.connect((await desk.signIn('lin')).accessToken);
    expect(again.of('ready')[0]).toMatchObject({ status: 'online', conversations: [{ id: conversationId }] });
    again.socket.disconnect();
    await until(async () => (await statusOf(conversationId)) === 'queued', LEASE_MS * 2 + 5_000);
    expect(Date.now() - back).toBeGreaterThanOrEqual(LEASE_MS);
  });

  it('moves nothing of an agent whose client came back', async () => {
    const lin = await desk.online('lin');
    const conversationId = await assigned(lin);
    await sweep();
    await desk.expireLease(linId);
    // The connected client renews before the sweep looks.
    await desk.app.get(AvailabilityService).renew([{ agentId: linId, agoMs: 0 }]);
    expect(await sweep()).toEqual([]);
    expect(await statusOf(conversationId)).toBe('assigned');
  });

  it('ends with the account, and what the agent had goes back to the queue', async () => {
    await desk.account('boss', 'admin');
    const lin = await desk.online('bo');
    const conversationId = await assigned(lin);
    const { accessToken } = await desk.signIn('boss');
    await desk.call('PATCH', `/agents/${boId}`, accessToken, { disabled: true });
    await until(async () => (await statusOf(conversationId)) === 'queued', 5_000);
  });
});
