import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Log } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';

/** Menus change seldom; WeChat itself shows a new one to everybody only after a day. */
const REMEMBERED_MS = 10 * 60_000;
/** When WeChat did not say, it is asked again after so long. */
const FAILED_MS = 60_000;
const MOST_ACCOUNTS = 500;

/** What a tap on the account's own menu says: the callback brings only the key's name, which is for programs. */
@Injectable()
export class MenuLabels {
  private readonly known = new LRUCache<string, ReadonlyMap<string, string>>({
    max: MOST_ACCOUNTS,
    ttl: REMEMBERED_MS,
  });

  constructor(
    private readonly api: WeChatApi,
    private readonly log: Log,
  ) {}

  /** The words on the key; else the key's name where that is words itself. Undefined: nobody can say what was meant. */
  async wordsOf(account: WeChatAccount, key: string): Promise<string | undefined> {
    const label = (await this.labels(account)).get(key)?.trim();
    if (label) return label;
    return readsAsWords(key) ? key : undefined;
  }

  private async labels(account: WeChatAccount): Promise<ReadonlyMap<string, string>> {
    const known = this.known.get(account.id);
    if (known) return known;
    try {
      const labels = await this.api.menuLabels(account);
      this.known.set(account.id, labels);
      return labels;
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      this.log.info({ account: account.id, code: error.code }, 'WeChat does not say what stands in the menu');
      const none = new Map<string, string>();
      this.known.set(account.id, none, { ttl: FAILED_MS });
      return none;
    }
  }
}

/** `如何退货` and `track my order` do; `V1001_TODAY_MUSIC` and `kf` do not. */
export function readsAsWords(key: string): boolean {
  return /\p{Script=Han}/u.test(key) || /\p{L}+\s+\p{L}/u.test(key);
}
