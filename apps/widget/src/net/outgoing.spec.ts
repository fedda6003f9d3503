import { beforeEach, describe, expect, it } from '@jest/globals';
import { Memory } from '../lib/memory.js';
import { Outgoing, pendingOf } from './outgoing.js';

const NOW = Date.parse('2026-03-02T08:00:00.000Z');

describe('Outgoing', () => {
  let memory: Memory;
  let outgoing: Outgoing;

  const keep = (clientId: string, createdAt: string): void =>
    outgoing.keep(clientId, { text: clientId, attachments: [], createdAt });

  beforeEach(() => {
    memory = new Memory('https://desk.example', null, null);
    outgoing = new Outgoing(memory);
  });

  it('gives back what was not settled, in the order of writing', () => {
    keep('second', '2026-03-02T07:00:02.000Z');
    keep('first', '2026-03-02T07:00:01.000Z');
    keep('gone', '2026-03-02T07:00:00.000Z');
    outgoing.settled('gone');
    expect(outgoing.restore('old', NOW).map((each) => each.clientId)).toEqual(['first', 'second']);
  });

  it('keeps a failed one as failed, and asks before it sends one of the day before yesterday', () => {
    keep('refused', '2026-03-02T07:00:00.000Z');
    keep('old', '2026-02-28T07:00:00.000Z');
    outgoing.failed('refused', 'too long');
    outgoing.failed('never kept', 'x');
    const restored = outgoing.restore('a while ago', NOW).map(pendingOf);
    expect(restored.map(({ clientId, state, reason }) => [clientId, state, reason])).toEqual([
      ['old', 'failed', 'a while ago'],
      ['refused', 'failed', 'too long'],
    ]);
  });

  it('loses nothing of another tab, and forgets all at once', () => {
    const other = new Outgoing(memory);
    keep('mine', '2026-03-02T07:00:00.000Z');
    other.keep('theirs', { text: 'x', attachments: [], createdAt: '2026-03-02T07:00:01.000Z' });
    outgoing.settled('mine');
    expect(other.restore('old', NOW).map((each) => each.clientId)).toEqual(['theirs']);
    outgoing.clear();
    expect(other.restore('old', NOW)).toEqual([]);
  });

  it('bears nonsense in the storage', () => {
    memory.write({ outgoing: { bad: { text: 5, createdAt: 'x' } } as never });
    expect(outgoing.restore('old', NOW)).toEqual([]);
  });
});
