import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { SharedCache } from '#platform';

/** New tokens take a moment to be known everywhere at WeChat. */
const PAUSE_MS = 3_000;
/** What fails after it is another matter. */
const REMEMBERED_MS = 60_000;

/**
 * WeChat has refused an account's token and the new one as well. That may be a moment's confusion: nothing is sent for a while, then
 * tried once more; only when that fails too somebody has to look after the account. Shared by all processes.
 */
@Injectable()
export class TokenDoubt {
  constructor(
    private readonly cache: SharedCache,
    private readonly clock: Clock,
  ) {}

  /** Milliseconds for which nothing is sent by the account now; 0: it may. */
  async pause(accountId: string): Promise<number> {
    const until = await this.cache.get(keyOf(accountId));
    return until === undefined ? 0 : Math.max(0, Number(until) - this.clock.now().getTime());
  }

  /**
   * A call has failed by its token.
   *
   * @param begunAt when it was begun, epoch milliseconds: what was begun before the pause says nothing of after
   * @returns milliseconds after which to try again; undefined: it was tried again
   */
  async raise(accountId: string, begunAt: number): Promise<number | undefined> {
    const now = this.clock.now().getTime();
    const key = keyOf(accountId);
    const was = await this.cache.putIfAbsent(key, String(now + PAUSE_MS), REMEMBERED_MS);
    if (was === undefined) return PAUSE_MS;
    if (begunAt < Number(was)) return Math.max(1, Number(was) - now);
    await this.cache.deleteIf(key, was);
    return undefined;
  }
}

function keyOf(accountId: string): string {
  return `wechat-token-doubt:${accountId}`;
}
