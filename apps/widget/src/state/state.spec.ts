import { describe, expect, it } from '@jest/globals';
import type { ConversationStatus, SessionPayload, WireConversation, WireMessage } from '#kernel';
import { FIRST_STATE, Store, surveyDue, withConversation, withMessages, withSession, type DeskState } from './state.js';

const AT = '2026-03-01T08:00:00.000Z';

function conversation(status: ConversationStatus, ownershipVersion: number, id = 'c1'): WireConversation {
  return { id, status, channel: 'web', ownershipVersion, lastSeq: 0, createdAt: AT, updatedAt: AT };
}

function message(seq: number, kind: WireMessage['author']['kind'], conversationId = 'c1'): WireMessage {
  const id = `${conversationId}-${seq}`;
  return { id, conversationId, seq, author: { kind }, text: '', createdAt: AT };
}

function session(status: ConversationStatus, messages: WireMessage[]): SessionPayload {
  return { token: 't', shopperId: 's', conversation: conversation(status, 1), messages, hasMore: false };
}

const QUEUE = { conversationId: 'c1', position: 2, etaSeconds: null };
const begun = withSession(FIRST_STATE, session('bot', [message(1, 'shopper')]));

describe('the state of the desk', () => {
  it('forgets the place in the queue once the conversation is not queued any more', () => {
    const queued: DeskState = {
      ...withConversation(begun, conversation('queued', 2)),
      queue: QUEUE,
      leavingQueue: true,
    };
    expect(withConversation(queued, conversation('queued', 2)).queue).toEqual(QUEUE);
    const assigned = withConversation(queued, conversation('assigned', 3));
    expect([assigned.queue, assigned.leavingQueue]).toEqual([null, false]);
  });

  it('does not go back to a change that a later one has overtaken', () => {
    const assigned = withConversation(begun, conversation('assigned', 3));
    expect(withConversation(assigned, conversation('queued', 2))).toBe(assigned);
  });

  it('ends "talk to a person" when somebody else has moved the conversation', () => {
    const asking = { ...begun, askingHuman: true };
    expect(withConversation(asking, conversation('bot', 1)).askingHuman).toBe(true);
    expect(withConversation(asking, conversation('queued', 2)).askingHuman).toBe(false);
  });

  it('begins anew with a new conversation: nothing read, no queue, no repair', () => {
    const old: DeskState = { ...begun, queue: QUEUE, seenSeq: 9, restoredAfter: 1 };
    const moved = withMessages(old, [message(1, 'shopper', 'c2')]);
    expect([moved.conversation, moved.queue, moved.seenSeq, moved.restoredAfter]).toEqual([null, null, 0, null]);
    expect(withConversation(moved, conversation('bot', 1, 'c2')).conversation?.id).toBe('c2');
  });

  it('ends "is typing" with the agent’s message', () => {
    const typing = { ...withConversation(begun, conversation('assigned', 2)), agentTyping: true };
    expect(withMessages(typing, [message(2, 'shopper')]).agentTyping).toBe(true);
    expect(withMessages(typing, [message(2, 'agent')]).agentTyping).toBe(false);
  });

  it('is where the shopper has written last; what is read again of before changes nothing', () => {
    const over = withMessages(begun, [{ ...message(3, 'shopper'), channel: 'wechat' }]);
    expect(over.conversation?.channel).toBe('wechat');
    expect(withMessages(over, [message(2, 'shopper')]).conversation?.channel).toBe('wechat');
    expect(withMessages(over, [message(4, 'agent')]).conversation?.channel).toBe('wechat');
    expect(withMessages(over, [message(4, 'shopper')]).conversation?.channel).toBe('web');
  });

  it('asks for a rating once, after the end of a conversation about something', () => {
    const ended = withConversation(begun, conversation('resolved', 2));
    expect(surveyDue(begun)).toBe(false);
    expect(surveyDue(ended)).toBe(true);
    expect(surveyDue({ ...ended, rated: 'c1' })).toBe(false);
    expect(surveyDue({ ...ended, thread: { ...ended.thread, messages: [] } })).toBe(false);
  });
});

describe('Store', () => {
  it('tells of changes only, and not after the end of the subscription', () => {
    const store = new Store({ a: 1 });
    let heard = 0;
    const end = store.subscribe(() => heard++);
    store.update((state) => state);
    store.patch({ a: 2 });
    end();
    store.patch({ a: 3 });
    expect([heard, store.state.a]).toEqual([1, 3]);
  });
});
