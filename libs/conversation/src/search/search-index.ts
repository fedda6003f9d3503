import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig, Database, Log, type Tx } from '#platform';
import { SearchRepository } from './search.repository.js';
import { searchTermsOf, searchVector } from './terms.js';

const BATCH = 50;
/** Between batches, so that shoppers of today do not wait for the past. */
const PAUSE_MS = 20;

/**
 * Keeps conversations findable. Messages are indexed in the statement that stores them (their terms lie in a table beside them);
 * conversations that are not indexed, from before there was a search or after `forget`, are indexed in the background at the start.
 */
@Injectable()
export class SearchIndex implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;
  private running?: Promise<unknown>;

  constructor(
    private readonly db: Database,
    private readonly repository: SearchRepository,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.running = this.catchUp().catch((error: unknown) => {
      this.log.warn({ error }, 'older conversations could not be indexed for search; the next start goes on');
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Makes a conversation findable by its shopper's name. */
  name(tx: Tx, conversationId: string, shopperName: string | null): Promise<void> {
    return this.repository.put(tx, [{ conversationId, seq: 0, terms: searchVector(shopperName) }]);
  }

  /**
   * Takes conversations out of the search, for erasure: nothing of what was said stays in the index. What is left of their messages is
   * indexed anew at the next start.
   */
  forget(tx: Tx, conversationIds: readonly string[]): Promise<void> {
    return this.repository.remove(tx, conversationIds);
  }

  /** Indexes all conversations that are not; returns how many. */
  async catchUp(): Promise<number> {
    let count = 0;
    for (let after: string | undefined; !this.stopped;) {
      const page = await this.repository.unindexed(this.db.manager, after, BATCH);
      const last = page.at(-1);
      if (!last) break;
      for (const { id, shopperName } of page) {
        const messages = await this.repository.messagesOf(this.db.manager, id);
        const rows = messages.flatMap((message) => {
          const terms = searchTermsOf(message);
          return terms === null ? [] : [{ conversationId: id, seq: message.seq, terms }];
        });
        // The name comes with the messages: where it stands, all of the conversation is indexed.
        await this.repository.put(this.db.manager, [
          { conversationId: id, seq: 0, terms: searchVector(shopperName) },
          ...rows,
        ]);
      }
      count += page.length;
      after = last.id;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return count;
  }
}
