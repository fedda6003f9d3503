import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ArticleSource, KnowledgeImporter, KnowledgeModule, KnowledgeService, languageOf } from '#knowledge';
import { LlmModule } from '#llm';
import { AppConfig, PlatformModule } from '#platform';
import type { KbRow } from './knowledge-rows.js';

/** The desk's own knowledge base, filled with the rows of an evaluation set. */
export interface KnowledgeDesk {
  knowledge: KnowledgeService;
}

@Module({})
class KnowledgeDeskModule {
  static on(config: AppConfig): DynamicModule {
    return { module: KnowledgeDeskModule, imports: [PlatformModule.forRoot(config), LlmModule, KnowledgeModule] };
  }
}

/**
 * Opens an embedded database of its own in a temporary folder, fills it with the articles through the importer that serves shops, runs
 * `work`, and takes everything away again. Always offline: no model, whatever the environment says.
 */
export async function withKnowledge<T>(kb: readonly KbRow[], work: (desk: KnowledgeDesk) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-eval-'));
  try {
    const config = AppConfig.load({ DATA_DIR: folder, LOG_LEVEL: 'error', SEED_DEMO: 'false' });
    const app = await NestFactory.createApplicationContext(KnowledgeDeskModule.on(config), {
      logger: ['error'],
      abortOnError: false,
    });
    try {
      await app.get(KnowledgeImporter).importArticles(kb.map(toArticle));
      return await work({ knowledge: app.get(KnowledgeService) });
    } finally {
      await app.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A row as an article that holds in all stores; a row without an answer says no more than its question. */
export function toArticle(row: KbRow): ArticleSource {
  return {
    key: row.faq_id,
    locale: languageOf(row.question),
    title: row.question,
    questions: row.variants,
    body: row.answer ?? row.question,
    tags: [],
    stores: [],
    validFrom: null,
    validTo: null,
    owner: null,
    source: null,
    url: null,
    file: null,
  };
}
