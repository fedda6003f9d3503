import { describe, expect, it } from '@jest/globals';
import type { ChannelDelivery, WireMessage } from '#kernel';
import { budgetLevel, deliveryOf } from './delivery.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const at = (ms: number): string => new Date(NOW + ms).toISOString();

function delivery(over: Partial<ChannelDelivery> = {}): ChannelDelivery {
  return {
    conversationId: 'c',
    channel: 'wechat',
    account: { id: 'shop', name: '梧桐里', kind: 'official' },
    budget: { left: 3, limit: 5, until: at(40 * HOUR) },
    next: { goes: true },
    files: false,
    upToSeq: 5,
    undelivered: [],
    ...over,
  };
}

function message(seq: number, kind: WireMessage['author']['kind']): WireMessage {
  return { id: `m${seq}`, conversationId: 'c', seq, author: { kind }, text: 'x', createdAt: at(0) };
}

describe('the delivery of a message', () => {
  it('is told of an agent’s words from the first moment, of the assistant’s only when they have not arrived', () => {
    const now = delivery({
      undelivered: [
        { messageId: 'm3', state: 'held', reason: 'BUDGET_EXHAUSTED' },
        { messageId: 'm4', state: 'waiting' },
        { messageId: 'm5', state: 'failed', reason: 'USER_LEFT' },
      ],
    });
    expect(deliveryOf(message(6, 'agent'), now)).toEqual({ state: 'waiting' });
    expect(deliveryOf(message(4, 'agent'), now)).toEqual({ state: 'waiting' });
    expect(deliveryOf(message(2, 'agent'), now)).toEqual({ state: 'sent' });
    expect(deliveryOf(message(5, 'agent'), now)).toEqual({ state: 'failed', reason: 'USER_LEFT' });
    expect(deliveryOf(message(3, 'bot'), now)).toEqual({ state: 'held', reason: 'BUDGET_EXHAUSTED' });
    expect(deliveryOf(message(2, 'bot'), now)).toBeUndefined();
    expect(deliveryOf(message(4, 'bot'), now)).toBeUndefined();
    expect(deliveryOf(message(1, 'shopper'), now)).toBeUndefined();
    expect(deliveryOf(message(2, 'agent'), undefined)).toBeUndefined();
  });
});

describe('what is left of the replies', () => {
  it.each([
    ['plenty', {}],
    ['low', { budget: { left: 1, limit: 5, until: at(40 * HOUR) } }],
    ['low', { budget: { left: 4, limit: 5, until: at(HOUR / 2) } }],
    ['none', { next: { goes: false, reason: 'BUDGET_EXHAUSTED' } }],
    ['none', { budget: { left: 0, limit: 5, until: null }, next: { goes: false, reason: 'WINDOW_CLOSED' } }],
  ] as [string, Partial<ChannelDelivery>][])('is %s', (level, over) => {
    expect(budgetLevel(delivery(over), NOW).level).toBe(level);
  });

  it('ends with its window, also when nobody says so', () => {
    const now = delivery({ budget: { left: 3, limit: 5, until: at(1_000) } });
    expect(budgetLevel(now, NOW)).toMatchObject({ level: 'low', left: 3, msLeft: 1_000 });
    expect(budgetLevel(now, NOW + 2_000)).toEqual({ level: 'none', left: 0, limit: 5, reason: 'WINDOW_CLOSED' });
  });
});
