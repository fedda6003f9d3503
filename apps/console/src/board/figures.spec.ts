import { describe, expect, it } from '@jest/globals';
import { BREACHES, newId, type Board } from '#kernel';
import { containedShare, filterOfFigure, laterBoard, negativeShare, readFigure } from './figures.js';

const since = '2026-03-01T16:00:00.000Z';
const board = (over: Partial<Board> = {}): Board => ({
  at: '2026-03-02T01:00:00.000Z',
  waiting: { count: 0, bySeverity: { normal: 0, urgent: 0, critical: 0 } },
  bot: 0,
  assigned: 0,
  agents: [],
  breaches: { first_reply: 0, offer_expired: 0, complaint_answer: 0, complaint_close: 0 },
  mood: { known: 0, negative: 0 },
  today: { since, conversations: 0, handoffs: 0 },
  ...over,
});

describe('the figures of the board', () => {
  it.each([
    ['waiting', { status: 'queued' }],
    ['longest', { status: 'queued' }],
    ['critical', { status: 'queued', severity: 'critical' }],
    ['bot', { status: 'bot' }],
    ['mood', { status: 'open', mood: 'negative' }],
    ['begun', { begunSince: since }],
    ['contained', { begunSince: since, handedOff: 'false' }],
    ['csat', { begunSince: since, rated: 'true' }],
  ])('%s opens its list', (name, filter) => {
    expect(filterOfFigure(readFigure(name)!, board())).toEqual(filter);
  });

  it('every breach and every agent has one', () => {
    for (const breach of BREACHES) expect(filterOfFigure(readFigure(breach)!, board())).toEqual({ breach });
    const agentId = newId();
    expect(filterOfFigure(readFigure(agentId)!, board())).toEqual({ status: 'assigned', agentId });
  });

  it.each(['', 'nothing', '__proto__', '123', 'waiting/x'])('%p is none', (name) => {
    expect(readFigure(name)).toBeUndefined();
  });

  it('shares are of something', () => {
    expect([containedShare(board()), negativeShare(board())]).toEqual([undefined, undefined]);
    expect(containedShare(board({ today: { since, conversations: 4, handoffs: 1 } }))).toBe(0.75);
    expect(negativeShare(board({ mood: { known: 4, negative: 1 } }))).toBe(0.25);
  });

  it('shows the later of two', () => {
    const [early, late] = [board(), board({ at: '2026-03-02T01:00:02.000Z' })];
    expect(laterBoard(early, late)).toBe(late);
    expect(laterBoard(late, early)).toBe(late);
    expect(laterBoard(undefined, early)).toBe(early);
  });
});
