import { describe, expect, it } from '@jest/globals';
import type { WireMessage } from '#kernel';
import {
  cursorOf,
  firstOf,
  EMPTY_TRANSCRIPT,
  growingText,
  hasGap,
  withDelta,
  withMessages,
  withoutGrowing,
  withoutStaleGrowing,
  withPending,
  type PendingMessage,
  type Transcript,
} from './transcript.js';

function message(seq: number, more: Partial<WireMessage> = {}): WireMessage {
  return {
    id: `m${seq}`,
    conversationId: 'c',
    seq,
    author: { kind: 'shopper' },
    text: `text ${seq}`,
    createdAt: new Date(1_000 * seq).toISOString(),
    ...more,
  };
}

const pending: PendingMessage = { clientId: 'k', text: 'hello', state: 'sending', createdAt: '2026-01-01T00:00:00Z' };

function seqs(transcript: Transcript): number[] {
  return transcript.messages.map((one) => one.seq);
}

describe('transcript', () => {
  it('ends in the same order without doubles, in whatever order and how often messages arrive', () => {
    const all = Array.from({ length: 30 }, (_, index) => message(index + 1));
    for (let seed = 1; seed <= 50; seed++) {
      const shuffled = [...all, ...all.slice(0, seed % 30)].sort(
        (a, b) => ((a.seq * 7919 * seed) % 101) - ((b.seq * 7919 * seed) % 101),
      );
      let transcript = EMPTY_TRANSCRIPT;
      for (const one of shuffled) transcript = withMessages(transcript, [one]);
      expect(seqs(transcript)).toEqual(all.map((one) => one.seq));
    }
  });

  it('drops doubles within one batch', () => {
    expect(seqs(withMessages(EMPTY_TRANSCRIPT, [message(2), message(1), message(2)]))).toEqual([1, 2]);
  });

  it('gives the same object back when nothing is new', () => {
    const transcript = withMessages(EMPTY_TRANSCRIPT, [message(1)]);
    expect(withMessages(transcript, [message(1)])).toBe(transcript);
  });

  it('knows its cursor and its gaps', () => {
    const transcript = withMessages(EMPTY_TRANSCRIPT, [message(1), message(2), message(5)]);
    expect(cursorOf(transcript)).toBe(2);
    expect(hasGap(transcript)).toBe(true);
    const whole = withMessages(transcript, [message(3), message(4)]);
    expect(cursorOf(whole)).toBe(5);
    expect(hasGap(whole)).toBe(false);
    expect(hasGap(whole, 6)).toBe(true);
    // What is earlier than the first one here is fetched when somebody reads that far up.
    const opened = withMessages(EMPTY_TRANSCRIPT, [message(3)]);
    expect([firstOf(opened), cursorOf(opened), hasGap(opened, 3)]).toEqual([3, 3, false]);
    expect([firstOf(EMPTY_TRANSCRIPT), cursorOf(EMPTY_TRANSCRIPT)]).toEqual([1, 0]);
  });

  it('puts the confirmed message in the place of the pending one', () => {
    const waiting = withPending(EMPTY_TRANSCRIPT, pending);
    const confirmed = withMessages(waiting, [message(1, { clientId: 'k' })]);
    expect(confirmed.pending).toEqual([]);
    // The answer to a send may come after the push of the same message.
    expect(withPending(confirmed, { ...pending, state: 'failed' })).toBe(confirmed);
  });

  it('changes the state of a pending message in its place', () => {
    const two = withPending(withPending(EMPTY_TRANSCRIPT, pending), { ...pending, clientId: 'l' });
    const failed = withPending(two, { ...pending, state: 'failed' });
    expect(failed.pending.map((one) => [one.clientId, one.state])).toEqual([
      ['k', 'failed'],
      ['l', 'sending'],
    ]);
  });

  it('grows an answer piece by piece, shows only what is joined, and ends with the whole message', () => {
    const piece = (index: number, text: string, ownershipVersion = 1) =>
      ({ messageId: 'm9', conversationId: 'c', ownershipVersion, index, text }) as const;
    let transcript = withDelta(EMPTY_TRANSCRIPT, piece(0, 'a'), 1);
    transcript = withDelta(transcript, piece(2, 'c'), 1);
    expect(growingText(transcript.growing[0]!)).toBe('a');
    transcript = withDelta(transcript, piece(1, 'b'), 1);
    expect(growingText(transcript.growing[0]!)).toBe('abc');
    expect(withDelta(transcript, piece(1, 'again'), 1)).toBe(transcript);
    const whole = withMessages(transcript, [message(9, { author: { kind: 'bot' } })]);
    expect(whole.growing).toEqual([]);
    expect(withDelta(whole, piece(3, 'late'), 1)).toBe(whole);
  });

  it('never shows a piece of a former owner', () => {
    const piece = { messageId: 'm9', conversationId: 'c', ownershipVersion: 1, index: 0, text: 'a' };
    expect(withDelta(EMPTY_TRANSCRIPT, piece, 2)).toBe(EMPTY_TRANSCRIPT);
    const growing = withDelta(EMPTY_TRANSCRIPT, piece, 1);
    expect(withoutStaleGrowing(growing, 2).growing).toEqual([]);
    expect(withoutGrowing(growing, 'm9').growing).toEqual([]);
    expect(withoutGrowing(growing, 'other')).toBe(growing);
  });
});
