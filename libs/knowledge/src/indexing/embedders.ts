import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { BuiltinEmbeddings, chooseEmbeddingModel, EmbeddingModel } from '#llm';
import { AppConfig, Database, Log } from '#platform';
import { embedderIdOf } from './index-id.js';
import { IndexSetRepository } from './index-set.repository.js';

const OPENAI = 'openai:';

/**
 * The embedders behind the sets of passages: this release's own, and while another one's set still serves, that one: from its kept file
 * when it was built in, from its provider otherwise.
 */
@Injectable()
export class Embedders implements OnApplicationShutdown {
  private readonly former = new Map<string, Promise<EmbeddingModel | null>>();

  constructor(
    private readonly own: EmbeddingModel,
    private readonly config: AppConfig,
    private readonly db: Database,
    private readonly sets: IndexSetRepository,
    private readonly log: Log,
  ) {}

  /** Null: it cannot be had any more, so its vectors serve no question. */
  of(indexId: string): Promise<EmbeddingModel | null> {
    const id = embedderIdOf(indexId);
    if (id === '') return Promise.resolve(null);
    if (id === this.own.id) return Promise.resolve(this.own);
    let model = this.former.get(id);
    if (!model) {
      model = this.find(id).catch((error: unknown) => {
        this.former.delete(id);
        throw error;
      });
      this.former.set(id, model);
    }
    return model;
  }

  /** Keeps this release's embedder for the time after it. */
  async keepOwn(): Promise<void> {
    const { own, db, sets } = this;
    if (!(own instanceof BuiltinEmbeddings) || (await sets.hasEmbedder(db.manager, own.id))) return;
    await sets.keepEmbedder(db.manager, own.id, own.encode());
  }

  /** Lets go of embedders whose set no longer serves. */
  forget(): void {
    for (const model of this.former.values()) void model.then(close, () => undefined);
    this.former.clear();
  }

  onApplicationShutdown(): void {
    this.forget();
  }

  private async find(id: string): Promise<EmbeddingModel | null> {
    const model = id.startsWith(OPENAI) ? await this.fromProvider(id.slice(OPENAI.length)) : await this.fromFile(id);
    if (model?.id === id) return model;
    if (model) close(model);
    this.log.warn(
      { embedder: id },
      'the former embedder cannot be had; until all articles are indexed anew, words find',
    );
    return null;
  }

  private async fromProvider(embeddingModel: string): Promise<EmbeddingModel | null> {
    const { openai } = this.config;
    return openai ? chooseEmbeddingModel({ ...openai, embeddingModel }, this.log) : null;
  }

  private async fromFile(id: string): Promise<EmbeddingModel | null> {
    const file = await this.sets.embedder(this.db.manager, id);
    return file ? BuiltinEmbeddings.decode(file) : null;
  }
}

function close(model: EmbeddingModel | null): void {
  if (model && 'close' in model && typeof model.close === 'function') model.close();
}
