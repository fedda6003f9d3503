/**
 * Understanding, search and decision without sockets and messages, in a process of its own: what a question costs, and what an import
 * costs. Its environment says which database.
 */
import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DEFAULT_HANDOFF_SETTINGS, decideHandoff } from '#handoff';
import { KnowledgeImporter, KnowledgeModule, KnowledgeService, languageOf } from '#knowledge';
import { LlmModule } from '#llm';
import { AppConfig, PlatformModule } from '#platform';
import { UnderstandingModule, UnderstandingService } from '#understanding';
import { toArticle } from '../eval/knowledge-desk.js';
import { serveBench } from './children.js';
import { tidy, timesOf, type Times } from './figures.js';
import { demoQuestions, distinctQuestions, generatedArticles } from './questions.js';

@Module({})
class KnowledgeBenchModule {
  static on(config: AppConfig): DynamicModule {
    const imports = [PlatformModule.forRoot(config), LlmModule, KnowledgeModule, UnderstandingModule];
    return { module: KnowledgeBenchModule, imports };
  }
}

export interface SearchFigures {
  articles: number;
  /** Wall time of understanding + answering + deciding, one question after the other. */
  ms: Times;
  /** Mean CPU milliseconds per question: of the main thread (0 where the system does not tell), of the whole process. */
  mainCpu: number;
  processCpu: number;
}

export interface KnowledgeFigures {
  imported: { articles: number; seconds: number }[];
  search: SearchFigures[];
}

/** CPU time of the main thread, milliseconds; Linux only. */
function mainCpuMs(): number {
  const file = `/proc/self/task/${process.pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : 0;
}

serveBench(async (request: { articles: number; questions: number }): Promise<KnowledgeFigures> => {
  const config = Object.assign(AppConfig.load(), { fragmentWaitMs: 0 });
  const desk = await NestFactory.createApplicationContext(KnowledgeBenchModule.on(config), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    const importer = desk.get(KnowledgeImporter);
    const figures: KnowledgeFigures = { imported: [], search: [] };
    let articles = 0;
    const bring = async (work: () => Promise<{ added: number }>): Promise<void> => {
      const began = performance.now();
      const { added } = await work();
      articles += added;
      figures.imported.push({ articles: added, seconds: tidy((performance.now() - began) / 1000) });
    };
    const measure = async (questions: readonly string[]): Promise<void> => {
      const ask = asker(desk.get(UnderstandingService), desk.get(KnowledgeService));
      const next = distinctQuestions(questions);
      for (let i = 0; i < request.questions / 4; i += 1) await ask(next());
      const ms: number[] = [];
      const [cpu, main] = [process.cpuUsage(), mainCpuMs()];
      for (let i = 0; i < request.questions; i += 1) {
        const began = performance.now();
        await ask(next());
        ms.push(performance.now() - began);
      }
      const used = process.cpuUsage(cpu);
      figures.search.push({
        articles,
        ms: timesOf(ms),
        mainCpu: tidy((mainCpuMs() - main) / request.questions),
        processCpu: tidy((used.user + used.system) / 1000 / request.questions),
      });
    };
    await bring(() => importer.importFolder(config.knowledgeDir));
    await measure(demoQuestions());
    const made = generatedArticles(request.articles);
    await bring(() =>
      importer.importArticles(
        made.map(({ key, title, body, question }) =>
          toArticle({ faq_id: key, question: title, answer: body, variants: [question] }),
        ),
      ),
    );
    // Half of the questions are about the shop's rules, half about the goods.
    await measure([...demoQuestions(), ...every(made, 300).map(({ title }) => `${title}，想了解一下`)]);
    return figures;
  } finally {
    await desk.close();
  }
});

function asker(understanding: UnderstandingService, knowledge: KnowledgeService): (text: string) => Promise<void> {
  return async (text) => {
    const understood = understanding.understand(text);
    const messages = [{ seq: 1, text, understanding: understood }];
    const settings = DEFAULT_HANDOFF_SETTINGS;
    if (decideHandoff({ messages, history: [], settings }).decision) return;
    const { outcome, confidence, citations } = await knowledge.ask({ question: text, locale: languageOf(text) });
    const articleIds = citations.map((citation) => citation.articleId);
    decideHandoff({ messages, history: [], settings, answer: { outcome, confidence, articleIds } });
  };
}

/** About `count` of the items, evenly spread. */
function every<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_item, i) => i % step === 0);
}
