import { expect } from '@jest/globals';
import { ERROR_KINDS, type WireError } from '#kernel';
import { Desk, Shopper } from './desk.js';
import { call, type Answer } from './raw.js';
import { until } from './wait.js';

/** Text that would show how the server is made: stacks, SQL, paths, library names. */
const INSIDES =
  /\bat .+:\d+:\d+|node_modules|\.ts\b|\bSELECT\b|\bINSERT INTO\b|TypeError|RangeError|QueryFailed|PGlite/;

/** A refusal as CONTRACT.md wants it: a known code that is not INTERNAL, a sentence, nothing of the server's insides. */
export function expectRefusal(error: WireError | undefined, ...codes: string[]): void {
  expect(error).toBeDefined();
  if (!error) return;
  expect(Object.keys(ERROR_KINDS)).toContain(error.code);
  expect(error.code).not.toBe('INTERNAL');
  if (codes.length > 0) expect(codes).toContain(error.code);
  expect(error.message.length).toBeGreaterThan(3);
  expect(error.message.length).toBeLessThan(1_000);
  expect(JSON.stringify(error)).not.toMatch(INSIDES);
  if (error.code === 'RATE_LIMITED') expect(error.retryAfterMs).toBeGreaterThan(0);
}

/** The same for an HTTP answer, with its status. */
export function expectHttpRefusal(answer: Answer, status: number, ...codes: string[]): void {
  expect({ status: answer.status, body: answer.text.slice(0, 500) }).toMatchObject({ status });
  expect(answer.headers['content-type']).toContain('application/json');
  expectRefusal(answer.error, ...codes);
}

/** Generous limits: tests of bad input are not tests of floods. */
export const NO_LIMITS = {
  limits: {
    messagesPerMinute: 1_000_000,
    asksPerMinute: 1_000_000,
    connectionsPerMinute: 1_000_000,
    agentCallsPerMinute: 1_000_000,
  },
};

/** After whatever came: the desk is alive and ready, and a shopper who comes now gets an answer. */
export async function expectServing(desk: Desk): Promise<void> {
  // What came before may have left the database with a long list of things to do.
  await until(async () => (await call(desk.url, '/readyz')).status === 200, 'the desk to be ready');
  const shopper = new Shopper(desk.url);
  try {
    await shopper.ready();
    const { seq } = await shopper.say('停车多少钱');
    const answer = await shopper.answerTo(seq);
    expect(answer.text).toContain('每小时 6 元');
  } finally {
    shopper.socket.disconnect();
  }
}

/** An acknowledgement to anything at all; fails when none comes. */
export async function ask(
  socket: { timeout(ms: number): { emitWithAck(event: never, ...args: never[]): Promise<unknown> } },
  event: string,
  ...args: unknown[]
): Promise<{ ok: boolean; error?: WireError; [field: string]: unknown }> {
  return (await socket.timeout(60_000).emitWithAck(event as never, ...(args as never[]))) as never;
}
