/**
 * A very large knowledge base: what its import costs, and in another process what its look-ups cost, how near they come to an exact
 * search, and how much memory they take. The environment says which database.
 */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { KnowledgeImporter, KnowledgeModule, KnowledgeService, SearchRepository, languageOf } from '#knowledge';
import { BuiltinEmbeddings, LlmModule } from '#llm';
import { AppConfig, Database, PlatformModule, TransactionRunner, sql } from '#platform';
import { Progress } from '../progress.js';
import { serveBench } from './children.js';
import { tidy, timesOf, type Times } from './figures.js';
import { scaleArticles, scaleQuestions } from './scale-articles.js';

@Module({})
class ScaleModule {
  static on(config: AppConfig): DynamicModule {
    return { module: ScaleModule, imports: [PlatformModule.forRoot(config), LlmModule, KnowledgeModule] };
  }
}

/** Articles are made so many at a time, so that the generator's memory does not count. */
const PORTION = 10_000;
const DIMENSIONS = 256;
const TOP = 5;
const SAME = 1e-6;

export interface ImportFigures {
  articles: number;
  passages: number;
  seconds: number;
  /** Embedding the same texts and nothing else. */
  embeddingSeconds: number;
}

export interface LookUpFigures {
  articles: number;
  /** A look-up in the database, as the desk's own measure has it. */
  search: Times;
  /** The bare query of the vector index. */
  bare: Times;
  /** Share of the exact search's first five articles that the look-up has. */
  recall: number;
}

export type ScaleRequest = { import: number } | { questions: number };

serveBench(async (request: ScaleRequest): Promise<ImportFigures | LookUpFigures> => {
  const config = Object.assign(AppConfig.load(), { background: false });
  const desk = await NestFactory.createApplicationContext(ScaleModule.on(config), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    return 'import' in request ? await bring(desk, request.import) : await lookUp(desk, request.questions);
  } finally {
    // The process stays, so that its memory can be read.
    await desk.close();
  }
});

async function bring(desk: INestApplicationContext, count: number): Promise<ImportFigures> {
  const progress = new Progress('articles');
  const importer = desk.get(KnowledgeImporter);
  const articles = [...scaleArticles(count)];
  const began = performance.now();
  await importer.importArticles(articles, { onProgress: progress.tell });
  const seconds = tidy((performance.now() - began) / 1000);
  progress.end();
  const [row] = await desk.get(Database).query<{ n: number }>('SELECT count(*)::int AS n FROM knowledge_passage');
  const passages = row?.n ?? 0;
  return { articles: count, passages, seconds, embeddingSeconds: await embedding(articles.slice(0, PORTION), count) };
}

async function embedding(
  articles: readonly { title: string; questions: string[]; body: string }[],
  count: number,
): Promise<number> {
  const embedder = new BuiltinEmbeddings();
  const began = performance.now();
  for (const { title, questions, body } of articles)
    await embedder.embedDocuments([title, ...questions, ...body.split(/(?<=[。.])/u)]);
  return tidy((((performance.now() - began) / 1000) * count) / articles.length);
}

async function lookUp(desk: INestApplicationContext, count: number): Promise<LookUpFigures> {
  const [knowledge, search, db] = [desk.get(KnowledgeService), desk.get(SearchRepository), desk.get(Database)];
  const [all] = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM knowledge_article WHERE status = 'published'`,
  );
  const ms: number[] = [];
  let [nearest, asked]: [number[], readonly number[] | null] = [[], null];
  const candidates = search.candidates.bind(search);
  search.candidates = async (...call) => {
    const began = performance.now();
    const found = await candidates(...call);
    ms.push(performance.now() - began);
    // The first look-up is in the question's own language.
    if (asked === null) {
      asked = call[1].vector;
      nearest = found.flatMap(({ distance }) => distance ?? []).sort((a, b) => a - b);
    }
    return found;
  };
  const questions = scaleQuestions(count + 50);
  for (const question of questions.splice(0, 50)) await knowledge.retrieve({ question });
  ms.length = 0;
  const bare: number[] = [];
  let [right, wanted] = [0, 0];
  for (const [i, question] of questions.entries()) {
    asked = null;
    await knowledge.retrieve({ question });
    // Narrowed to null by the assignment above, of which the compiler thinks that nothing follows it.
    const used = asked as readonly number[] | null;
    if (!used?.some((value) => value !== 0)) continue;
    const vector = `[${used.join()}]`;
    const from = `FROM knowledge_passage WHERE locale = '${languageOf(question)}' AND dimensions = ${DIMENSIONS}`;
    const distance = `embedding::vector(${DIMENSIONS}) <=> $1::vector(${DIMENSIONS})`;
    const began = performance.now();
    await db.query(`SELECT article_id ${from} AND NOT repeated ORDER BY ${distance} LIMIT 10`, [vector]);
    bare.push(performance.now() - began);
    // An exact search of everything takes a while: every fourth question.
    if (i % 4 > 0) continue;
    const exact = await desk.get(TransactionRunner).run(async (tx) => {
      await sql(tx, 'SET LOCAL enable_indexscan = off');
      return sql<{ d: number }>(
        tx,
        `SELECT min(${distance})::float8 AS d ${from} GROUP BY article_id ORDER BY 1 LIMIT ${TOP}`,
        [vector],
      );
    });
    const limit = (exact.at(-1)?.d ?? 0) + SAME;
    right += nearest.slice(0, exact.length).filter((d) => d <= limit).length;
    wanted += exact.length;
  }
  return { articles: all?.n ?? 0, search: timesOf(ms), bare: timesOf(bare), recall: tidy(right / Math.max(1, wanted)) };
}
