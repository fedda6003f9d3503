import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Realtime, TransactionRunner } from '#platform';
import { ConversationService } from '#conversation';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { LONG_ARTICLES, QUESTION, waitLongForModels, withModel } from '../support/late-model.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { TransactionGuard } from '../support/transaction-guard.js';
import { until } from '../support/wait.js';

describe('transactions', () => {
  const standIn = new OpenAiStandIn();
  const guard = new TransactionGuard();
  let desk: Desk;

  beforeAll(async () => {
    waitLongForModels();
    await standIn.start();
    guard.install();
    desk = await Desk.start(withModel(standIn), LONG_ARTICLES);
  }, 120_000);

  afterAll(async () => {
    guard.remove();
    await desk?.close();
    await standIn.stop();
    await closeTestDatabases();
  });

  it('hold no call to a model and no push to a socket, on the whole way of a conversation', async () => {
    const agent = await desk.agent('supervisor');
    const shopper = await desk.shopper();
    await shopper.say(QUESTION);
    await shopper.answerTo(1);
    await shopper.say('你们乱收费，我要投诉！');
    await shopper.notice('handoff');
    const conversationId = shopper.conversationId;
    const steps = [
      () => agent.accept(conversationId),
      () => agent.reply(conversationId, '您好，我来处理。'),
      () => agent.socket.emitWithAck('note.add', { conversationId, text: '老顾客' }),
      () => agent.socket.emitWithAck('conversation.transfer', { conversationId, to: { skill: 'general' } }),
      () => agent.accept(conversationId),
      () => agent.socket.emitWithAck('conversation.return', { conversationId }),
      () => shopper.requestHuman().then(() => ({ ok: true as const })),
      () => agent.accept(conversationId),
      () => agent.socket.emitWithAck('conversation.resolve', { conversationId }),
    ];
    for (const step of steps) expect(await step()).toMatchObject({ ok: true });
    await desk.settled();
    expect(standIn.chats.length).toBeGreaterThan(0);
    expect(guard.watched).toBeGreaterThan(10);
    expect(guard.broken).toEqual([]);
  }, 180_000);

  it('are watched: a request and a push in one are noted', async () => {
    const runner = desk.app.get(TransactionRunner);
    await runner.run(async () => {
      await (await fetch(`${desk.url}/healthz`)).text();
      desk.app.get(Realtime).toAgents('agents').emit('offer.withdrawn', { conversationId: '' });
    });
    expect(guard.broken.some((what) => what.startsWith('HTTP request'))).toBe(true);
    expect(guard.broken.some((what) => what.includes('offer.withdrawn'))).toBe(true);
    guard.broken.length = 0;
  });

  it('are not open while models hang: everybody else is served', async () => {
    const agent = await desk.agent();
    standIn.always({ kind: 'hang' });
    const waiting = await Promise.all(Array.from({ length: 40 }, () => desk.shopper()));
    const asked = standIn.chats.length;
    await Promise.all(waiting.map((s) => s.say(QUESTION)));
    await until(() => standIn.chats.length >= asked + 30, 'models to be asked');
    const other = await desk.shopper();
    const { id } = await other.requestHuman();
    await until(() => agent.offers.includes(id), 'the offer');
    // Were the hanging models in anybody's way, the offer would have come after the last of them was given up.
    expect(standIn.chats.slice(asked).some(({ abandoned }) => !abandoned)).toBe(true);
    standIn.always({ kind: 'good' }).cut();
    await Promise.all(waiting.map((shopper) => shopper.answerTo(1)));
  }, 180_000);
});

describe('the notice of a handoff and the change of owner', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start();
  }, 120_000);

  afterAll(async () => {
    await desk?.close();
    await closeTestDatabases();
  });

  const state = async (id: string): Promise<unknown> => {
    const { status, ownershipVersion, agentId, lastSeq } = await desk.app.get(ConversationService).get(id);
    const { messages } = await desk.app.get(ConversationService).messages(id, 0, 100);
    return { status, ownershipVersion, agentId, lastSeq, notices: messages.flatMap((m) => m.notice ?? []) };
  };
  const rowsOwed = async (id: string): Promise<number> =>
    (await desk.db.query(`SELECT FROM outbox_event WHERE key = $1`, [id])).length;

  /** The database itself fails between the two, as a lost connection or a full disk would. */
  const withFault = async (table: 'message' | 'outbox_event' | 'conversation', work: () => Promise<unknown>) => {
    await desk.db.query(
      `CREATE OR REPLACE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`,
    );
    const when = table === 'conversation' ? 'AFTER UPDATE' : 'BEFORE INSERT';
    await desk.db.query(`CREATE TRIGGER break_it ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION break_it()`);
    try {
      await expect(work()).rejects.toThrow(/broken/);
    } finally {
      await desk.db.query(`DROP TRIGGER break_it ON ${table}`);
    }
  };

  it.each(['message', 'outbox_event', 'conversation'] as const)(
    'are one: when the database fails in between (%s), neither has happened',
    async (table) => {
      const service = desk.app.get(ConversationService);
      const shopper = await desk.shopper();
      const said = await shopper.say('停车多少钱');
      await shopper.answerTo(said.seq);
      await desk.settled();
      const id = shopper.conversationId;
      const agent = { id: '0199d3c0-0000-7000-8000-00000000000a', name: '小林', role: 'agent' as const };
      const handOff = {
        conversationId: id,
        reasons: [],
        severity: 'normal' as const,
        skill: 'general',
        offline: false,
      };
      const steps = [
        () => service.handOff(handOff),
        () => service.accept(id, agent),
        () => service.transfer(id, agent, { skill: 'general' }),
        () => service.accept(id, agent),
        () => service.agentLost(id, agent.id),
        () => service.withdraw(id),
      ];
      for (const step of steps) {
        const before = await state(id);
        await withFault(table, step);
        expect(await state(id)).toEqual(before);
        await step();
        const after = (await state(id)) as { notices: string[] };
        expect(after.notices.length).toBe((before as { notices: string[] }).notices.length + 1);
        await until(async () => (await rowsOwed(id)) === 0, 'deliveries');
      }
    },
    180_000,
  );
});
