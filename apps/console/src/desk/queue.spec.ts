import { describe, expect, it } from '@jest/globals';
import type { WireConversationItem } from '#kernel';
import { newer, ownOrder, queueOrder, unreadOf, urgencyOf, waitedMs } from './queue.js';

const START = Date.parse('2026-03-01T08:00:00Z');
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

function item(id: string, more: Partial<WireConversationItem> = {}): WireConversationItem {
  return {
    id,
    status: 'queued',
    channel: 'web',
    ownershipVersion: 1,
    lastSeq: 3,
    createdAt: at(0),
    updatedAt: at(0),
    shopper: { id: `s-${id}` },
    waitingSince: at(0),
    ...more,
  };
}

const ids = (items: WireConversationItem[]): string[] => items.map((one) => one.id);

describe('queueOrder', () => {
  it('keeps the order of the server', () => {
    const items = [item('a'), item('b', { severity: 'critical' }), item('c')];
    expect(ids(queueOrder(items, ['c', 'a', 'b']))).toEqual(['c', 'a', 'b']);
  });

  it('puts newcomers before the first that is less urgent', () => {
    const items = [
      item('crit', { severity: 'critical', waitingSince: at(5) }),
      item('old'),
      item('normal', { waitingSince: at(9) }),
      item('newcrit', { severity: 'critical', waitingSince: at(20) }),
      item('late', { waitingSince: at(30) }),
    ];
    expect(ids(queueOrder(items, ['crit', 'old', 'normal']))).toEqual(['crit', 'newcrit', 'old', 'normal', 'late']);
  });

  it('shows only who waits, also when the order of the server is old', () => {
    expect(ids(queueOrder([item('a', { status: 'assigned' }), item('b')], ['a', 'gone', 'b']))).toEqual(['b']);
  });
});

describe('ownOrder', () => {
  it('lists own conversations, those who wait for us first', () => {
    const own = { status: 'assigned', agent: { id: 'me', name: 'Me' } } as const;
    const items = [
      item('quiet-old', { ...own, waitingSince: undefined, lastMessageAt: at(10) }),
      item('quiet-new', { ...own, waitingSince: undefined, lastMessageAt: at(20) }),
      item('waits-short', { ...own, waitingSince: at(15) }),
      item('waits-long', { ...own, waitingSince: at(5) }),
      item('other', { ...own, agent: { id: 'you', name: 'You' } }),
    ];
    expect(ids(ownOrder(items, 'me'))).toEqual(['waits-long', 'waits-short', 'quiet-new', 'quiet-old']);
  });
});

describe('urgencyOf', () => {
  it('follows the deadline of the server', () => {
    const one = item('a', { firstReplyDueAt: at(60) });
    expect(urgencyOf(one, START + 29_000)).toBe('calm');
    expect(urgencyOf(one, START + 30_000)).toBe('soon');
    expect(urgencyOf(one, START + 60_000)).toBe('late');
  });

  it('takes 30 seconds where there is no deadline, and is calm when nobody waits', () => {
    expect(urgencyOf(item('a'), START + 14_000)).toBe('calm');
    expect(urgencyOf(item('a'), START + 31_000)).toBe('late');
    expect(urgencyOf(item('a', { waitingSince: undefined }), START + 31_000)).toBe('none');
    expect(urgencyOf(item('a', { status: 'resolved' }), START + 31_000)).toBe('none');
  });

  it('never shows a negative wait when the clocks differ', () => {
    expect(waitedMs(item('a'), START - 5_000)).toBe(0);
  });
});

describe('unreadOf', () => {
  it('counts only while the last word is the shopper’s', () => {
    expect(unreadOf(item('a', { lastAuthor: 'shopper', lastSeq: 7 }), 5)).toBe(2);
    expect(unreadOf(item('a', { lastAuthor: 'agent', lastSeq: 7 }), 5)).toBe(0);
    expect(unreadOf(item('a', { lastAuthor: 'shopper', lastSeq: 7 }), 9)).toBe(0);
  });
});

describe('newer', () => {
  it('prefers the higher version and never loses last words', () => {
    const old = item('a', { ownershipVersion: 2, lastSeq: 9, lastText: 'nine' });
    expect(newer(old, item('a', { ownershipVersion: 1, lastSeq: 12 }))).toBe(old);
    expect(newer(old, item('a', { ownershipVersion: 3, lastSeq: 9 })).ownershipVersion).toBe(3);
    expect(newer(old, item('a', { ownershipVersion: 2, lastSeq: 8, mood: 'negative' }))).toMatchObject({
      lastSeq: 9,
      lastText: 'nine',
      mood: 'negative',
    });
  });
});
