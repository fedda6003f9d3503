import { describe, expect, it } from '@jest/globals';
import type { CaseFile, Offer, WireAgent, WireConversationItem, WireMessage } from '#kernel';
import { initialDesk, reduce, type DeskAction, type DeskState } from './desk-state.js';

const ME: WireAgent = { id: 'me', email: 'lin@demo.local', name: '林', role: 'agent', skills: [] };
const AT = '2026-03-01T08:00:00.000Z';

function item(id: string, more: Partial<WireConversationItem> = {}): WireConversationItem {
  return {
    id,
    status: 'queued',
    channel: 'web',
    ownershipVersion: 2,
    lastSeq: 2,
    createdAt: AT,
    updatedAt: AT,
    shopper: { id: `s-${id}` },
    ...more,
  };
}

const own = (id: string, more: Partial<WireConversationItem> = {}): WireConversationItem =>
  item(id, { status: 'assigned', agent: { id: 'me', name: '林' }, ...more });

function message(conversationId: string, seq: number, more: Partial<WireMessage> = {}): WireMessage {
  return {
    id: `${conversationId}-${seq}`,
    conversationId,
    seq,
    author: { kind: 'shopper' },
    text: `t${seq}`,
    createdAt: AT,
    ...more,
  };
}

function offer(id: string): Offer {
  return { conversation: item(id), reasons: [], severity: 'normal', waitingSince: AT, expiresAt: AT };
}

function file(conversation: WireConversationItem, messages: WireMessage[] = []): CaseFile {
  const customer = { id: 's', channels: [], conversations: [] };
  return { conversation, messages, notes: [], briefing: null, customer, reasons: [], followUp: null };
}

function run(...actions: DeskAction[]): DeskState {
  return actions.reduce(reduce, initialDesk(ME));
}

const ready = (ownItems: WireConversationItem[], queue: WireConversationItem[]): DeskAction => ({
  type: 'ready',
  me: ME,
  status: 'online',
  capacity: 5,
  own: ownItems,
  queue,
});

describe('reduce', () => {
  it('takes the truth of the server after every connect: what is gone is gone', () => {
    const before = run(ready([own('a'), own('b')], [item('q1'), item('q2')]), { type: 'offered', offer: offer('q1') });
    expect(before.offers).toHaveLength(1);
    const after = reduce(before, ready([own('b')], [item('q2'), item('q3')]));
    expect(Object.keys(after.items).sort()).toEqual(['b', 'q2', 'q3']);
    expect(after.served).toEqual(['q2', 'q3']);
    expect(after.offers).toEqual([]);
  });

  it('keeps what colleagues have when the own list comes', () => {
    const theirs = item('t', { status: 'assigned', agent: { id: 'you', name: '陈' } });
    const state = run({ type: 'items', items: [theirs] }, ready([own('a')], []));
    expect(Object.keys(state.items).sort()).toEqual(['a', 't']);
  });

  it('drops an offer when the conversation is taken, and ignores older news', () => {
    const offered = run(ready([], [item('q')]), { type: 'offered', offer: offer('q') });
    const taken = reduce(offered, { type: 'items', items: [own('q', { ownershipVersion: 3 })] });
    expect(taken.offers).toEqual([]);
    const stale = reduce(taken, { type: 'items', items: [item('q', { ownershipVersion: 2 })] });
    expect(stale.items['q']?.status).toBe('assigned');
  });

  it('shows an offer once, however often it is repeated', () => {
    const state = run({ type: 'offered', offer: offer('q') }, { type: 'offered', offer: offer('q') });
    expect(state.offers).toHaveLength(1);
  });

  it('moves the list with a message before the server says so, and ends the typing', () => {
    const state = run(
      ready([own('a')], []),
      { type: 'typing', conversationId: 'a', until: 9e15 },
      { type: 'message', message: message('a', 3, { text: '还在吗' }) },
    );
    expect(state.items['a']).toMatchObject({ lastSeq: 3, lastText: '还在吗', lastAuthor: 'shopper', waitingSince: AT });
    expect(state.typing['a']).toBeUndefined();
    const answered = reduce(state, {
      type: 'message',
      message: message('a', 4, { author: { kind: 'agent', id: 'me' } }),
    });
    expect(answered.items['a']?.waitingSince).toBeUndefined();
    const repeated = reduce(answered, { type: 'message', message: message('a', 3) });
    expect(repeated.items['a']?.lastSeq).toBe(4);
  });

  it('keeps messages that were pushed while the case was loading', () => {
    const state = run(
      ready([own('a')], []),
      { type: 'caseLoading', id: 'a' },
      { type: 'message', message: message('a', 3) },
      { type: 'caseLoaded', file: file(own('a'), [message('a', 1), message('a', 2)]) },
    );
    expect(state.cases['a']?.phase).toBe('ready');
    expect(state.cases['a']?.transcript.messages.map((one) => one.seq)).toEqual([1, 2, 3]);
  });

  it('takes off the screen what the assistant was writing when the owner changes', () => {
    const delta = { messageId: 'm', conversationId: 'a', ownershipVersion: 1, index: 0, text: '您' };
    const bot = item('a', { status: 'bot', ownershipVersion: 1 });
    const state = run({ type: 'caseLoaded', file: file(bot) }, { type: 'delta', delta });
    expect(state.cases['a']?.transcript.growing).toHaveLength(1);
    const handed = reduce(state, { type: 'items', items: [item('a', { ownershipVersion: 2 })] });
    expect(handed.cases['a']?.transcript.growing).toEqual([]);
    expect(reduce(handed, { type: 'delta', delta }).cases['a']?.transcript.growing).toEqual([]);
  });

  it('adds a note once, in its order', () => {
    const note = (noteSeq: number) => ({
      type: 'note' as const,
      note: {
        id: `n${noteSeq}`,
        conversationId: 'a',
        noteSeq,
        afterSeq: 0,
        author: { id: 'x', name: 'X' },
        text: '',
        createdAt: AT,
      },
    });
    const state = run({ type: 'caseLoaded', file: file(own('a')) }, note(2), note(1), note(2));
    expect(state.cases['a']?.notes.map((one) => one.noteSeq)).toEqual([1, 2]);
  });

  it('takes a queue of twenty thousand without a pause', () => {
    const queue = Array.from({ length: 20_000 }, (_, index) => item(`q${index}`));
    const started = performance.now();
    const state = run(ready([], queue), { type: 'queue', queue });
    // Quadratic work takes half a minute here; this takes some hundredths of a second.
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(Object.keys(state.items)).toHaveLength(20_000);
  });

  it('reads only forward', () => {
    const state = run({ type: 'read', id: 'a', seq: 5 }, { type: 'read', id: 'a', seq: 3 });
    expect(state.read).toEqual({ a: 5 });
  });
});
