import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Board } from '#kernel';
import { BoardService } from '#analytics';
import { Inbox } from '#conversation';
import { AgentsDesk, until, type AgentClient } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';
import { sleep } from '../../support/wait.js';

describe('the live board', () => {
  let desk: AgentsDesk;
  let lin: AgentClient;
  let linId: string;
  let wuToken: string;
  let linToken: string;

  beforeAll(async () => {
    // An offer that runs out would change the board at a time of its own.
    desk = await AgentsDesk.start({ offerMs: 3_600_000 });
    linId = (await desk.account('lin')).id;
    await desk.account('wu', 'supervisor');
    lin = await desk.online('lin', 7);
    wuToken = (await desk.signIn('wu')).accessToken;
    linToken = (await desk.signIn('lin')).accessToken;
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const read = async (): Promise<Board> => {
    const { status, body } = await desk.call('GET', '/board', wuToken);
    expect(status).toBe(200);
    return body as unknown as Board;
  };

  /** Reads until the board is what is expected: it may be two seconds old, the day's figures ten. */
  const shows = async (fits: (board: Board) => boolean): Promise<Board> => {
    let board = await read();
    await until(async () => fits((board = await read())), 60_000, 'the board');
    return board;
  };

  const change = (id: string, set: string): Promise<unknown[]> =>
    desk.db.query(`UPDATE conversation SET ${set} WHERE id = $1`, [id]);

  it('counts who waits, how long and how badly, and what the bot and agents have', async () => {
    const longest = await desk.waiting({ severity: 'critical' });
    await change(longest, `waiting_since = now() - interval '5 minutes'`);
    await desk.waiting({ severity: 'urgent' });
    await desk.waiting();
    const taken = await desk.waiting();
    await lin.ask('conversation.accept', { conversationId: taken });
    const inbound = { shopperId: newId(), channel: 'web', externalId: newId(), text: '你好', locale: 'zh-CN' } as const;
    await desk.app.get(Inbox).receive(inbound);
    const board = await shows((b) => b.waiting.count === 3 && b.assigned === 1 && b.bot === 1);
    expect(board.waiting.bySeverity).toEqual({ normal: 1, urgent: 1, critical: 1 });
    expect(Date.now() - Date.parse(board.waiting.longestSince ?? '')).toBeGreaterThan(290_000);
    expect(board.agents).toMatchObject([
      { id: linId, name: 'lin', status: 'online', capacity: 7, conversations: [{ id: taken }] },
    ]);
  });

  it('shows an agent whose connection is lost as offline, with what the agent still has', async () => {
    const { id } = await desk.account('lost');
    const lost = await desk.online('lost');
    const conversationId = await desk.waiting();
    await lost.ask('conversation.accept', { conversationId });
    await desk.leave(lost);
    await desk.expireLease(id);
    await shows((b) => {
      const seen = b.agents.find((agent) => agent.id === id);
      // Until the sweep gives the conversation back the agent has it still.
      return seen === undefined || seen.status === 'offline';
    });
    await until(async () => (await desk.conversations.get(conversationId)).status === 'queued');
  });

  describe('every figure opens its list', () => {
    it('breaches, counted and listed alike', async () => {
      const slow = await desk.waiting();
      await change(slow, `first_reply_due_at = now() - interval '1 second'`);
      const complaint = await desk.waiting();
      await change(complaint, `handed_off_at = now() - interval '49 hours'`);
      const expired = await desk.waiting();
      await desk.db.query(
        `INSERT INTO handoff_offer (id, conversation_id, ownership_version, agent_id, expires_at, decided_at, state)
         SELECT $1, id, ownership_version, $2, now(), now(), 'expired' FROM conversation WHERE id = $3`,
        [newId(), linId, expired],
      );
      const board = await shows((b) => b.breaches.complaint_close === 1 && b.breaches.offer_expired >= 1);
      expect(board.breaches).toMatchObject({ complaint_answer: 1, complaint_close: 1 });
      expect(board.breaches.first_reply).toBeGreaterThanOrEqual(1);
      const lists = desk.app.get(BoardService);
      expect(await lists.late('complaint_close')).toEqual([complaint]);
      expect(await lists.late('first_reply')).toContain(slow);
      expect(await lists.late('offer_expired')).toContain(expired);
    });

    it("and the day's figures", async () => {
      const rated = await desk.waiting();
      await change(rated, `handed_off_at = now() - interval '20 seconds', first_reply_at = now()`);
      await desk.db.query(`INSERT INTO csat_response (conversation_id, score, created_at) VALUES ($1, 4, now())`, [
        rated,
      ]);
      const board = await shows((b) => b.today.csat?.count === 1);
      expect(board.today.csat).toEqual({ count: 1, average: 4 });
      expect(board.today.firstReplySeconds?.median).toBeGreaterThan(0);
      expect(board.today.conversations).toBeGreaterThan(board.today.handoffs);
      expect(await desk.app.get(BoardService).rated(new Date(board.today.since))).toEqual([rated]);
    });
  });

  it('is pushed to supervisors when something has changed, and to nobody else', async () => {
    const wu = await desk.connect(wuToken);
    const before = (await desk.conversations.queue()).length;
    const counts = (count: number) => wu.heard('board.changed', (b) => (b as unknown as Board).waiting.count === count);
    await counts(before);
    await desk.waiting();
    await counts(before + 1);
    // Time for looks that find nothing new.
    await sleep(4_500);
    await desk.waiting();
    await counts(before + 2);
    const contents = wu.of('board.changed').map((board) => JSON.stringify({ ...board, at: '' }));
    expect(contents.filter((content, i) => content === contents[i - 1])).toEqual([]);
    // What follows on the same socket has been pushed after it.
    await lin.ask('queue.list', {});
    expect(lin.of('board.changed')).toEqual([]);
    wu.socket.disconnect();
  });

  it('is for supervisors', async () => {
    expect(await desk.call('GET', '/board', linToken)).toMatchObject({
      status: 403,
      body: { error: { code: 'FORBIDDEN' } },
    });
    expect((await desk.call('GET', '/board')).status).toBe(401);
  });
});
