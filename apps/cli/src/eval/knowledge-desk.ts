import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import {
  type ArticleSource,
  KnowledgeImporter,
  KnowledgeModule,
  KnowledgeService,
  languageOf,
  readFolder,
} from '#knowledge';
import { LlmModule } from '#llm';
import { AppConfig, PlatformModule } from '#platform';
import { withDesk } from './eval-desk.js';
import { type KbRow, type KnownArticles, readKbRows } from './knowledge-rows.js';
import { RowError } from './rows.js';

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
export interface EvalArticles {
  source: { rows: readonly KbRow[] } | { folder: string };
  known: KnownArticles;
}

/**
 * A folder is taken as it is, a file as rows.
 *
 * @throws RowError for a row or a file of the folder that is no article: figures on part of a knowledge base would mean nothing
 */
export async function readArticles(path: string): Promise<EvalArticles> {
  if (!(await stat(path)).isDirectory()) return articlesOf(path, await readKbRows(path));
  const { articles, problems } = await readFolder(path);
  const [problem] = problems;
  if (problem) throw new RowError(join(path, problem.file), problem.line, problem.message);
  return { source: { folder: path }, known: { ids: new Set(articles.map(({ key }) => key)), place: path } };
}

/** @param place the file of the rows */
export function articlesOf(place: string, rows: readonly KbRow[]): EvalArticles {
  return { source: { rows }, known: { ids: new Set(rows.map((row) => row.faq_id)), place } };
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

/**
 * Brings the articles in through the importer that serves shops.
 *
 * @throws RowError when the importer leaves one out
 */
export async function importInto(importer: KnowledgeImporter, { source, known }: EvalArticles): Promise<void> {
  const { problems } =
    'folder' in source
      ? await importer.importFolder(source.folder)
      : await importer.importArticles(source.rows.map(toArticle));
  const [problem] = problems;
  if (problem) throw new RowError(join(known.place, problem.file), problem.line, problem.message);
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
