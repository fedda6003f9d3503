import { Injectable } from '@nestjs/common';
import { BuiltinEmbeddings, EmbeddingModel, ModelError } from '#llm';
import { Database, Log } from '#platform';
import { Embedders } from './embedders.js';
import { spaceOf } from './index-id.js';
import type { Slot } from './index-set.entity.js';
import { IndexSetRepository } from './index-set.repository.js';

/** A question as a vector, and the set of passages it can be compared with. */
export interface EmbeddedQuestion {
  /** Null while the embedder fails: words alone still find most, and a shopper who waits gets an answer. */
  vector: number[] | null;
  slot: Slot;
  indexId: string;
  builtin: boolean;
}

interface Serving {
  slot: Slot;
  indexId: string;
  /** Of the set's own space where it can be had, else this release's. */
  embedder: EmbeddingModel;
  /** Whose vectors are compared. */
  compared: string;
}

/** The set of passages that answers questions, as this process knows it. Each look-up tells whether that still holds. */
@Injectable()
export class ServingSet {
  private known?: Promise<Serving>;

  constructor(
    private readonly db: Database,
    private readonly sets: IndexSetRepository,
    private readonly embedders: Embedders,
    private readonly own: EmbeddingModel,
    private readonly log: Log,
  ) {}

  async embed(text: string): Promise<EmbeddedQuestion> {
    const { slot, compared: indexId, embedder } = await this.current();
    const builtin = embedder instanceof BuiltinEmbeddings;
    try {
      return { vector: await embedder.embedQuery(text), slot, indexId, builtin };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      this.log.warn({ reason: error.reason }, 'a question could not be embedded; it is looked up by its words');
      return { vector: null, slot, indexId, builtin };
    }
  }

  /**
   * Looks again when another set serves than this process knew.
   *
   * @param serving as a look-up has told it; undefined when it has found nothing
   */
  async hasChanged(serving: string | undefined): Promise<boolean> {
    const known = await this.current();
    const name = (set: Pick<Serving, 'slot' | 'indexId'>): string => set.slot + set.indexId;
    if (serving === name(known)) return false;
    this.known = undefined;
    return name(await this.current()) !== name(known);
  }

  private current(): Promise<Serving> {
    this.known ??= this.read().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async read(): Promise<Serving> {
    const { slot, indexId } = await this.sets.state(this.db.manager);
    const embedder = await this.embedders.of(indexId);
    return embedder
      ? { slot, indexId, embedder, compared: indexId }
      : { slot, indexId, embedder: this.own, compared: spaceOf(this.own) };
  }
}
