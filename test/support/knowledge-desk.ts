import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, SystemClock } from '#kernel';
import {
  ArticleService,
  Embedders,
  KnowledgeImporter,
  KnowledgeModule,
  KnowledgeService,
  Reindexer,
  SearchRepository,
  StoreDirectory,
} from '#knowledge';
import { EmbeddingModel, LlmModule } from '#llm';
import { AppConfig, Database, PlatformModule } from '#platform';
import { testConfig } from './database.js';

/** The knowledge base alone over a real database, with the built-in embedder (counted) and no chat model. */
export class KnowledgeDesk {
  private constructor(
    private readonly app: INestApplicationContext,
    readonly config: AppConfig,
  ) {}

  static async start(
    options: { config?: AppConfig; clock?: Clock; embeddings?: EmbeddingModel } = {},
  ): Promise<KnowledgeDesk> {
    const config = options.config ?? (await testConfig());
    const building = Test.createTestingModule({
      imports: [PlatformModule.forRoot(config, options.clock ?? new SystemClock()), LlmModule, KnowledgeModule],
    });
    if (options.embeddings) building.overrideProvider(EmbeddingModel).useValue(options.embeddings);
    const module = await building.compile();
    await module.init();
    return new KnowledgeDesk(module, config);
  }

  get importer(): KnowledgeImporter {
    return this.app.get(KnowledgeImporter);
  }

  get knowledge(): KnowledgeService {
    return this.app.get(KnowledgeService);
  }

  get reindexer(): Reindexer {
    return this.app.get(Reindexer);
  }

  get articles(): ArticleService {
    return this.app.get(ArticleService);
  }

  get stores(): StoreDirectory {
    return this.app.get(StoreDirectory);
  }

  get db(): Database {
    return this.app.get(Database, { strict: false });
  }

  /** The title of the article that is found first, and the cosine distance of the nearest vector; null when none was compared. */
  async lookUp(question: string): Promise<{ first?: string; nearest: number | null }> {
    const { first, distances } = await this.watched(question);
    return { first, nearest: distances[0] ?? null };
  }

  /** Cosine distances of the articles that vectors find, nearest first. */
  async distances(question: string): Promise<number[]> {
    return (await this.watched(question)).distances;
  }

  private async watched(question: string): Promise<{ first?: string; distances: number[] }> {
    const search = this.app.get(SearchRepository, { strict: false });
    let distances: number[] = [];
    const candidates = search.candidates.bind(search);
    // Others (the warm-up after a change) look up as well.
    const own = new AsyncLocalStorage<true>();
    search.candidates = async (...call) => {
      const found = await candidates(...call);
      if (own.getStore()) distances = found.flatMap(({ distance }) => distance ?? []).sort((a, b) => a - b);
      return found;
    };
    try {
      const { hits } = await own.run(true, () => this.knowledge.retrieve({ question }));
      return { first: hits[0]?.article.title, distances };
    } finally {
      search.candidates = candidates;
    }
  }

  /** What a desk does a minute after its start, for the release after it. */
  keepEmbedder(): Promise<void> {
    return this.app.get(Embedders, { strict: false }).keepOwn();
  }

  /** Counts the texts that are embedded from now on. */
  countEmbedded(): { texts: number } {
    const model = this.app.get(EmbeddingModel, { strict: false });
    const count = { texts: 0 };
    const embed = model.embedDocuments.bind(model);
    model.embedDocuments = (texts) => {
      count.texts += texts.length;
      return embed(texts);
    };
    return count;
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** Writes files (path → content) into a new folder below `parent`; gives the folder. */
export async function folderOf(parent: string, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(parent, 'kb-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** A Markdown article with the least front matter, and what is given. */
export function markdown(fields: { id: string; title: string; locale?: string; more?: string }, body: string): string {
  const { id, title, locale = 'zh-CN', more = '' } = fields;
  return `---\nid: ${id}\nlocale: ${locale}\ntitle: ${title}\n${more}---\n${body}\n`;
}
