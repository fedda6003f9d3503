import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock, type CaseFile } from '#kernel';
import { OperatorCommands } from '#platform';
import { ConversationLifetime, ConversationService } from '#conversation';
import { TicketsService } from '#tickets';
import { closeTestDatabases } from '../support/database.js';
import { Desk, type Agent, type Shopper } from '../support/desk.js';
import { call } from '../support/raw.js';
import { until } from '../support/wait.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('conversations that go quiet', () => {
  const clock = new ManualClock(new Date());
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start({}, undefined, clock);
  }, 120_000);

  afterAll(async () => {
    await desk?.close();
    await closeTestDatabases();
  });

  const sweep = async (): Promise<void> => {
    await desk.app.get(ConversationLifetime).sweep();
    await desk.settled();
  };

  const stored = async ({ conversationId }: Shopper): Promise<string> =>
    (await desk.app.get(ConversationService).get(conversationId)).status;

  it('of the bot end after the idle time, with a notice; the next message goes on with the bot', async () => {
    const shopper = await desk.shopper();
    await shopper.say('停车多少钱');
    await shopper.answerTo(1);
    clock.advance(29 * MINUTE);
    await sweep();
    expect(await stored(shopper)).toBe('bot');
    clock.advance(2 * MINUTE);
    await sweep();
    await shopper.notice('resolved_idle');
    await until(() => shopper.conversation?.status === 'resolved', 'the end');
    const again = await shopper.say('几点关门');
    expect(again.conversationId).toBe(shopper.conversationId);
    await shopper.answerTo(again.seq);
    // After three days it is another conversation.
    clock.advance(31 * MINUTE);
    await sweep();
    clock.advance(73 * HOUR);
    const later = await shopper.say('怎么开发票');
    expect([later.conversationId === again.conversationId, later.seq]).toEqual([false, 1]);
    await until(
      () => [...shopper.messages.values()].some((m) => m.answers && m.conversationId === later.conversationId),
      'an answer',
    );
  });

  it('of the bot do not end while an answer is owed', async () => {
    const shopper = await desk.shopper();
    await shopper.say('停车多少钱');
    await shopper.answerTo(1);
    await desk.db.query(`UPDATE conversation SET last_shopper_seq = last_seq, answered_seq = 0 WHERE id = $1`, [
      shopper.conversationId,
    ]);
    clock.advance(31 * MINUTE);
    await sweep();
    expect(await stored(shopper)).toBe('bot');
  });

  it('in the queue end after a day and leave one ticket; the shopper is told', async () => {
    const shopper = await desk.shopper();
    const { id } = await shopper.requestHuman();
    clock.advance(23 * HOUR);
    await sweep();
    expect((await desk.app.get(ConversationService).get(id)).status).toBe('queued');
    clock.advance(2 * HOUR);
    await Promise.all([sweep(), sweep()]);
    await shopper.notice('abandoned');
    const tickets = await desk.app.get(TicketsService).ofConversation(id);
    expect(tickets).toHaveLength(1);
    expect(tickets[0]).toMatchObject({ cause: 'abandoned', status: 'open' });
    expect(tickets[0]?.answerDueAt.getTime()).toBe(clock.now().getTime() + 24 * HOUR);
  });

  /** A shopper who has waited in vain, and what the case file says is owed. */
  async function abandoned(): Promise<{ shopper: Shopper; id: string; owed: (agent: Agent) => Promise<unknown> }> {
    const shopper = await desk.shopper();
    const { id } = await shopper.requestHuman();
    clock.advance(25 * HOUR);
    await sweep();
    await shopper.notice('abandoned');
    await until(
      async () => (await desk.app.get(TicketsService).ofConversation(id)).length === 1,
      'the follow-up that is owed',
    );
    const owed = async (agent: Agent) =>
      ((await call(desk.url, `/api/v1/conversations/${id}`, { token: agent.token })).json as CaseFile).followUp;
    return { shopper, id, owed };
  }

  it('left unanswered are owed a follow-up until an agent says that it was made', async () => {
    const { id, owed } = await abandoned();
    const agent = await desk.agent();
    expect(await owed(agent)).toMatchObject({ cause: 'abandoned' });
    const path = `/api/v1/conversations/${id}/follow-up/close`;
    for (let time = 0; time < 2; time++)
      expect(await call(desk.url, path, { method: 'POST', token: agent.token })).toMatchObject({ status: 200 });
    expect(await owed(agent)).toBeNull();
    const [ticket] = await desk.app.get(TicketsService).ofConversation(id);
    expect(ticket).toMatchObject({ status: 'closed', closedBy: agent.id, closedAt: clock.now() });
  });

  it('left unanswered owe nothing any more once an agent has resolved them after all', async () => {
    const { shopper, id, owed } = await abandoned();
    await shopper.requestHuman();
    const agent = await desk.agent();
    expect((await agent.accept(id)).ok).toBe(true);
    expect(await owed(agent)).toMatchObject({ cause: 'abandoned' });
    await agent.socket.emitWithAck('conversation.resolve', { conversationId: id });
    await until(async () => (await owed(agent)) === null, 'nothing owed');
  });

  it('with an agent never end by themselves', async () => {
    const agent = await desk.agent();
    const shopper = await desk.shopper();
    const { id } = await shopper.requestHuman();
    expect((await agent.accept(id)).ok).toBe(true);
    clock.advance(100 * HOUR);
    await sweep();
    expect((await shopper.transcript()).at(-1)?.notice).toBe('assigned');
  });
});

describe('jobs that were given up', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start();
  }, 120_000);

  afterAll(async () => {
    await desk?.close();
    await closeTestDatabases();
  });

  it('are listed and run again by the operators’ command: the answer that was owed comes', async () => {
    const commands = desk.app.get(OperatorCommands);
    const shopper = await desk.shopper();
    const said = await shopper.say('停车多少钱');
    await shopper.answerTo(said.seq);
    await desk.settled();
    await desk.db.query(
      `CREATE OR REPLACE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`,
    );
    await desk.db.query(
      `CREATE TRIGGER break_it BEFORE INSERT ON message FOR EACH ROW WHEN (NEW.author_kind = 'bot') EXECUTE FUNCTION break_it()`,
    );
    const owed = await shopper.say('几点关门');
    const failed = async (): Promise<boolean> =>
      (
        await desk.db.query(
          `UPDATE outbox_event SET attempt = 7 WHERE handler = 'turn.run' AND last_error IS NOT NULL RETURNING id`,
        )
      ).length > 0;
    // Seven tries take minutes; the last one counts.
    await until(failed, 'the first failure');
    await until(async () => {
      await desk.db.query(
        `UPDATE outbox_event SET available_at = now() WHERE handler = 'turn.run' AND lease_until IS NULL`,
      );
      return ((await commands.run('dead-letters', {})) as { deadLetters: unknown[] }).deadLetters.length > 0;
    }, 'a dead letter');
    const { deadLetters } = (await commands.run('dead-letters', {})) as {
      deadLetters: { id: string; handler: string; key: string; lastError: string }[];
    };
    expect(deadLetters).toEqual([
      expect.objectContaining({
        handler: 'turn.run',
        key: shopper.conversationId,
        lastError: expect.stringContaining('broken'),
      }),
    ]);
    await desk.db.query(`DROP TRIGGER break_it ON message`);
    expect(await commands.run('dead-letters:run', { id: deadLetters[0]?.id ?? '' })).toEqual({ revived: 1 });
    await shopper.answerTo(owed.seq);
    expect(await commands.run('dead-letters', {})).toEqual({ deadLetters: [] });
  }, 180_000);
});
