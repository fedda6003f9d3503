import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Board } from '#kernel';
import { ConversationService, Inbox } from '#conversation';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD, login } from '../support/desk.js';
import { call } from '../support/raw.js';

describe('the lists behind the figures of the board', () => {
  let desk: Desk;
  let supervisor: string;

  beforeAll(async () => {
    desk = await Desk.start({}, []);
    supervisor = await login(desk.url, await desk.addAgent('supervisor'), PASSWORD);
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const opened = async (): Promise<string> =>
    (await desk.app.get(Inbox).ensureOpen({ shopperId: newId(), channel: 'web', locale: 'zh-CN' })).id;

  const waiting = async (): Promise<string> => {
    const conversationId = await opened();
    const reasons = [{ rule: 'complaint', evidence: '投诉', score: 0.9 }];
    const to = { conversationId, reasons, severity: 'normal', skill: 'general', offline: false } as const;
    await desk.app.get(ConversationService).handOff(to);
    return conversationId;
  };

  const change = (id: string, set: string): Promise<unknown[]> =>
    desk.db.query(`UPDATE conversation SET ${set} WHERE id = $1`, [id]);

  const listed = async (query: string): Promise<string[]> => {
    const { status, json } = await call(desk.url, `/api/v1/conversations?${query}`, { token: supervisor });
    expect([query, status]).toEqual([query, 200]);
    return (json as { conversations: { id: string }[] }).conversations.map(({ id }) => id).sort();
  };

  it('show the very conversations that are counted', async () => {
    const [bots, angry, late, ended, rated] = [
      await opened(),
      await opened(),
      await waiting(),
      await opened(),
      await waiting(),
    ];
    await change(angry, `mood = 'negative'`);
    await change(late, `first_reply_due_at = now() - interval '1 minute', handed_off_at = now() - interval '25 hours'`);
    await change(ended, `status = 'resolved', mood = 'negative', resolved_at = now(), resolved_by = 'bot'`);
    await desk.db.query('INSERT INTO csat_response (conversation_id, score, created_at) VALUES ($1, 5, now())', [
      rated,
    ]);

    const answer = await call(desk.url, '/api/v1/board', { token: supervisor });
    const board = answer.json as unknown as Board;
    const since = encodeURIComponent(board.today.since);
    const all = [bots, angry, late, ended, rated].sort();
    for (const [query, expected, counted] of [
      ['status=open', all.filter((id) => id !== ended), board.bot + board.waiting.count + board.assigned],
      ['status=queued', [late, rated].sort(), board.waiting.count],
      ['status=open&mood=negative', [angry], board.mood.negative],
      ['breach=first_reply', [late], board.breaches.first_reply],
      ['breach=complaint_answer', [late], board.breaches.complaint_answer],
      ['breach=complaint_close', [], board.breaches.complaint_close],
      [`begunSince=${since}`, all, board.today.conversations],
      [`begunSince=${since}&handedOff=true`, [late, rated].sort(), board.today.handoffs],
      [
        `begunSince=${since}&handedOff=false`,
        [bots, angry, ended].sort(),
        board.today.conversations - board.today.handoffs,
      ],
      [`begunSince=${since}&rated=true`, [rated], board.today.csat?.count],
    ] as const) {
      expect([query, await listed(query)]).toEqual([query, expected]);
      expect([query, counted]).toEqual([query, expected.length]);
    }
  });

  it.each(['breach=x', 'mood=angry', 'begunSince=x', 'handedOff=1', 'rated=yes', 'status=closed'])(
    'refuse %s',
    async (query) => {
      expect((await call(desk.url, `/api/v1/conversations?${query}`, { token: supervisor })).status).toBe(400);
    },
  );
});
