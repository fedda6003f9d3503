import { describe, expect, it } from '@jest/globals';
import type { MessageDelta, SessionPayload, WireMessage } from '#kernel';
import {
  addMessages,
  addPending,
  applyConversation,
  applyDelta,
  applySession,
  awaitsAnswer,
  cursor,
  discardAnswer,
  dropPending,
  EMPTY_THREAD,
  failPending,
  hasEarlier,
  hasGap,
  unreadCount,
  type Thread,
} from './thread.js';

const AT = '2026-03-01T08:00:00.000Z';

function message(seq: number, more: Partial<WireMessage> = {}): WireMessage {
  return {
    id: `m${seq}`,
    conversationId: 'c1',
    seq,
    author: { kind: seq % 2 ? 'shopper' : 'bot' },
    text: `text ${seq}`,
    createdAt: AT,
    ...more,
  };
}

function delta(index: number, text: string, more: Partial<MessageDelta> = {}): MessageDelta {
  return { messageId: 'a1', conversationId: 'c1', ownershipVersion: 1, index, text, ...more };
}

function session(messages: WireMessage[], more: Partial<SessionPayload> = {}): SessionPayload {
  return {
    token: 't',
    shopperId: 's',
    conversation: {
      id: 'c1',
      status: 'bot',
      channel: 'web',
      ownershipVersion: 1,
      lastSeq: messages.at(-1)?.seq ?? 0,
      createdAt: AT,
      updatedAt: AT,
    },
    messages,
    hasMore: false,
    ...more,
  };
}

const seqs = (thread: Thread): number[] => thread.messages.map((each) => each.seq);
const started = applySession(EMPTY_THREAD, session([message(1)]));

describe('messages', () => {
  it('come in any order and end by seq, each once', () => {
    const orders = [3, 1, 2, 5, 4, 3, 1, 5];
    const thread = addMessages(
      EMPTY_THREAD,
      orders.map((seq) => message(seq)),
    );
    expect(seqs(thread)).toEqual([1, 2, 3, 4, 5]);
    expect(thread.lastSeq).toBe(5);
  });

  it('keep their identity when a repeat says nothing new', () => {
    const thread = addMessages(EMPTY_THREAD, [message(1), message(2)]);
    expect(addMessages(thread, [message(2)])).toBe(thread);
  });

  it('show a gap until it is filled', () => {
    const thread = addMessages(EMPTY_THREAD, [message(1), message(2), message(5)]);
    expect([cursor(thread), hasGap(thread)]).toEqual([2, true]);
    const filled = addMessages(thread, [message(3), message(4)]);
    expect([cursor(filled), hasGap(filled)]).toEqual([5, false]);
  });

  it('know from the conversation that the newest is missing', () => {
    const thread = applyConversation(started, { id: 'c1', ownershipVersion: 1, lastSeq: 3 });
    expect([cursor(thread), hasGap(thread)]).toEqual([1, true]);
  });

  it('may start above 1 when only the last 200 came', () => {
    const thread = applySession(EMPTY_THREAD, session([message(201), message(202)], { hasMore: true }));
    expect([cursor(thread), hasGap(thread), hasEarlier(thread)]).toEqual([202, false, true]);
  });

  it('of a new conversation leave the former one on the screen as past, and late events of that one are ignored', () => {
    const waiting = addPending(started, 'x', 'unsent', AT);
    const thread = addMessages(waiting, [message(1, { id: 'n1', conversationId: 'c2' })]);
    expect(thread.conversationId).toBe('c2');
    expect(thread.past.map((each) => each.id)).toEqual(['m1']);
    expect(thread.pending).toHaveLength(1);
    expect(addMessages(thread, [message(2)])).toBe(thread);
    expect(applyConversation(thread, { id: 'c1', ownershipVersion: 9, lastSeq: 9 })).toBe(thread);
  });

  it('of the bot and of agents count as unread, notices and own ones do not', () => {
    const thread = addMessages(EMPTY_THREAD, [
      message(1),
      message(2),
      message(3, { author: { kind: 'system' } }),
      message(4, { author: { kind: 'agent', name: '林' } }),
    ]);
    expect([unreadCount(thread, 0), unreadCount(thread, 2), unreadCount(thread, 4)]).toEqual([2, 1, 0]);
  });
});

describe('a growing answer', () => {
  it('shows the pieces in order whatever order they come in', () => {
    let thread = applyDelta(started, delta(1, '世界'));
    expect(thread.growing[0]?.text).toBe('');
    thread = applyDelta(applyDelta(thread, delta(0, '你好')), delta(0, '你好'));
    expect(thread.growing[0]?.text).toBe('你好世界');
    expect(awaitsAnswer(thread)).toBe(false);
  });

  it('is replaced by the whole with the same id, and pieces that come later change nothing', () => {
    const whole = addMessages(applyDelta(started, delta(0, '一')), [message(2, { id: 'a1', text: '一二' })]);
    expect(whole.growing).toEqual([]);
    expect(whole.messages.at(-1)?.text).toBe('一二');
    expect(applyDelta(whole, delta(1, '二'))).toBe(whole);
  });

  it('goes when it is withdrawn and does not come back', () => {
    const gone = discardAnswer(applyDelta(started, delta(0, '一')), 'a1');
    expect(gone.growing).toEqual([]);
    expect(applyDelta(gone, delta(1, '二'))).toBe(gone);
  });

  it('goes when the conversation changes hands, and a former owner’s pieces are refused', () => {
    const handed = applyConversation(applyDelta(started, delta(0, '一')), {
      id: 'c1',
      ownershipVersion: 2,
      lastSeq: 2,
    });
    expect(handed.growing).toEqual([]);
    expect(applyDelta(handed, delta(1, '二'))).toBe(handed);
  });

  it('of another conversation is refused', () => {
    expect(applyDelta(started, delta(0, 'x', { conversationId: 'c9' }))).toBe(started);
  });

  it('is dropped at a new session: its pieces do not come again, the whole does', () => {
    expect(applySession(applyDelta(started, delta(0, '一')), session([message(1)])).growing).toEqual([]);
  });
});

describe('an optimistic message', () => {
  it('is replaced by the stored one, whether the event or the acknowledgement comes first', () => {
    const sent = message(2, { clientId: 'x', author: { kind: 'shopper' } });
    const thread = addMessages(addPending(started, 'x', 'hi', AT), [sent]);
    expect([thread.pending, seqs(thread)]).toEqual([[], [1, 2]]);
    expect(addMessages(thread, [sent])).toBe(thread);
  });

  it('fails, is retried in its place with the same clientId, or is dropped', () => {
    let thread = addPending(addPending(started, 'x', 'one', AT), 'y', 'two', AT);
    thread = failPending(thread, 'x', 'no network');
    expect(thread.pending.map((each) => [each.clientId, each.state])).toEqual([
      ['x', 'failed'],
      ['y', 'sending'],
    ]);
    thread = addPending(thread, 'x', 'one', '2026-03-01T09:00:00.000Z');
    expect(thread.pending[0]).toEqual({
      clientId: 'x',
      text: 'one',
      attachments: [],
      createdAt: AT,
      state: 'sending',
    });
    expect(dropPending(thread, 'x').pending.map((each) => each.clientId)).toEqual(['y']);
  });

  it('survives a session that does not know it yet', () => {
    const thread = applySession(addPending(started, 'x', 'hi', AT), session([message(1)]));
    expect(thread.pending).toHaveLength(1);
    expect(applySession(thread, session([], { conversation: null })).pending).toHaveLength(1);
  });
});

describe('seeded disorder', () => {
  it('ends with the server’s transcript whatever is lost, doubled or swapped, once the cursor has been followed', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let round = 0; round < 200; round++) {
      const all = Array.from({ length: 30 }, (_, at) => message(at + 1));
      let thread = applySession(EMPTY_THREAD, session([all[0]!]));
      for (let step = 0; step < 40; step++) thread = addMessages(thread, [all[random(all.length)]!]);
      thread = applyConversation(thread, { id: 'c1', ownershipVersion: 1, lastSeq: 30 });
      while (hasGap(thread)) {
        const after = cursor(thread);
        thread = addMessages(thread, all.filter((each) => each.seq > after).slice(0, 3));
      }
      expect(seqs(thread)).toEqual(all.map((each) => each.seq));
    }
  });
});
