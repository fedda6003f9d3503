import { setTimeout as sleep } from 'node:timers/promises';
import { post, type MadeCallback } from './phone.js';

/** WeChat waits so long for an answer, and delivers so often in all. */
export const PATIENCE_MS = 5_000;
export const DELIVERIES = 3;

/** What becomes of one delivery on its way. `there`: it never arrives; `back`: it arrives, and its answer does not. */
export interface Road {
  lost?: 'there' | 'back';
  /** On the way there and on the way back, milliseconds. */
  thereMs?: number;
  backMs?: number;
}

export interface Delivered {
  /** How often it was sent. */
  deliveries: number;
  /** The answer that has come in time; undefined: none of them has, and WeChat gives up. */
  answer?: { status: number; text: string; ms: number };
  /** What the user sees in the chat when the desk fails. */
  shown?: string;
}

const OUT_OF_ORDER = '该公众号提供的服务出现故障，请稍后再试';

/** A delivery's own patience: nothing is asserted on it, what comes late is as good as lost. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);
  // What fails is a delivery that was not confirmed, also after its time.
  const done = work.catch(() => undefined);
  const first = await Promise.race([done, late]);
  over.abort();
  return first;
}

/**
 * Delivers a callback as WeChat does: what is not confirmed with status 200 within its patience comes again, twice, the same message signed
 * anew.
 *
 * @param make signs the callback; called for each delivery
 * @param roads what happens to the deliveries, in turn; those after them arrive
 */
export async function deliver(
  url: string | ((delivery: number) => string),
  make: () => MadeCallback,
  {
    roads = [],
    patienceMs = PATIENCE_MS,
    deliveries = DELIVERIES,
  }: { roads?: readonly Road[]; patienceMs?: number; deliveries?: number } = {},
): Promise<Delivered> {
  for (let n = 1; n <= deliveries; n++) {
    const to = typeof url === 'string' ? url : url(n);
    const answer = await within(patienceMs, travel(to, make(), roads[n - 1] ?? {}));
    if (answer?.status === 200)
      return { deliveries: n, answer, ...(readable(answer.text) ? {} : { shown: OUT_OF_ORDER }) };
  }
  return { deliveries, shown: OUT_OF_ORDER };
}

async function travel(url: string, callback: MadeCallback, { lost, thereMs = 0, backMs = 0 }: Road) {
  await sleep(thereMs);
  if (lost === 'there') return undefined;
  const answer = await post(url, callback);
  await sleep(backMs);
  return lost === 'back' ? undefined : answer;
}

/** What WeChat takes for an answer: nothing, `success`, or a reply. */
function readable(text: string): boolean {
  return text === '' || text === 'success' || text.startsWith('<xml>') || text.startsWith('{"');
}
