import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, SystemClock } from '#kernel';
import { KnowledgeImporter, KnowledgeModule, KnowledgeService, StoreDirectory } from '#knowledge';
import { EmbeddingModel, LlmModule } from '#llm';
import { AppConfig, Database, PlatformModule } from '#platform';
import { testConfig } from './database.js';

/** The knowledge base alone over a real database, with the built-in embedder (counted) and no chat model. */
export class KnowledgeDesk {
  private constructor(
    private readonly app: INestApplicationContext,
    readonly config: AppConfig,
  ) {}

  static async start(options: { config?: AppConfig; clock?: Clock } = {}): Promise<KnowledgeDesk> {
    const config = options.config ?? (await testConfig());
    const module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(config, options.clock ?? new SystemClock()), LlmModule, KnowledgeModule],
    }).compile();
    await module.init();
    return new KnowledgeDesk(module, config);
  }

  get importer(): KnowledgeImporter {
    return this.app.get(KnowledgeImporter);
  }

  get knowledge(): KnowledgeService {
    return this.app.get(KnowledgeService);
  }

  get stores(): StoreDirectory {
    return this.app.get(StoreDirectory);
  }

  get db(): Database {
    return this.app.get(Database, { strict: false });
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
