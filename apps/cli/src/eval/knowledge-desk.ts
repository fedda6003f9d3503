import { stat } from 'node:fs/promises';
import { Module, type DynamicModule } from '@nestjs/common';
import { type ArticleSource, KnowledgeImporter, KnowledgeModule, KnowledgeService, languageOf } from '#knowledge';
import { LlmModule } from '#llm';
import { AppConfig, PlatformModule } from '#platform';
import { withDesk } from './eval-desk.js';
import { kbRow, type KbRow } from './knowledge-rows.js';
import { readRows } from './rows.js';

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

/** Articles to evaluate on: rows of a set, or a folder as `kb import` takes it (then article ids are the `faq_id`s). */
export type EvalArticles = readonly KbRow[] | { folder: string };

/** A folder is taken as it is, a file as rows. @throws Error beginning with `file:line:` for a row that is not one */
export async function readArticles(path: string): Promise<EvalArticles> {
  return (await stat(path)).isDirectory() ? { folder: path } : readRows(path, kbRow);
}

/** Fills a knowledge base with the articles and runs `work` on it. */
export function withKnowledge<T>(articles: EvalArticles, work: (desk: KnowledgeDesk) => Promise<T>): Promise<T> {
  return withDesk(
    (config) => KnowledgeDeskModule.on(config),
    async (desk) => {
      await importInto(desk.get(KnowledgeImporter), articles);
      return work({ knowledge: desk.get(KnowledgeService) });
    },
  );
}

/** Brings the articles in through the importer that serves shops. */
export async function importInto(importer: KnowledgeImporter, articles: EvalArticles): Promise<void> {
  if ('folder' in articles) await importer.importFolder(articles.folder);
  else await importer.importArticles(articles.map(toArticle));
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
