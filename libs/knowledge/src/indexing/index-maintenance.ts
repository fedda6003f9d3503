import { Injectable } from '@nestjs/common';
import { EmbeddingModel } from '#llm';
import { AppConfig, Database, TransactionRunner } from '#platform';
import { Embedders } from './embedders.js';
import type { Slot } from './index-set.entity.js';
import { IndexSetRepository } from './index-set.repository.js';
import { PassageRepository } from './passage.repository.js';

/** Vector indexes around bulk work. */
@Injectable()
export class IndexMaintenance {
  constructor(
    private readonly config: AppConfig,
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly sets: IndexSetRepository,
    private readonly passages: PassageRepository,
    private readonly embedders: Embedders,
    private readonly own: EmbeddingModel,
  ) {}

  /** Before a first, bulk import: drops the vector indexes of a base without passages. `build` brings back what is needed. */
  async dropEmpty(): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { slot } = await this.sets.state(tx, 'update');
      if (await this.passages.isEmpty(tx, slot)) await this.passages.dropIndexes(tx, slot);
    });
  }

  /** Builds what is missing in the set that serves; nothing to do where nothing is, which is the rule. */
  async build(): Promise<void> {
    const { slot, indexId } = await this.sets.state(this.db.manager);
    const embedder = (await this.embedders.of(indexId)) ?? this.own;
    await this.buildFor(slot, embedder.dimensions);
  }

  async buildFor(slot: Slot, dimensions: number): Promise<void> {
    const { manager } = this.db;
    await this.db.maintain(await this.passages.missingIndexes(manager, slot, dimensions, !this.config.embedded));
  }

  async tidy(): Promise<void> {
    await this.transactions.run(async (tx) => this.passages.tidy(tx, (await this.sets.state(tx)).slot));
  }
}
