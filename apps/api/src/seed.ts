import { statSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { AppConfig, Database, Log } from '#platform';
import { CannedReplies, DemoTeam } from '#agents';
import { KnowledgeImporter, Reindexer, type ImportReport } from '#knowledge';

/** So many new articles at once leave the embedded database with memory it will not need again. */
const BULK = 100;

export interface Seeded {
  /** Undefined: this desk keeps its own articles. */
  knowledge?: ImportReport;
  /** The knowledge folder, when it does not exist. */
  missingFolder?: string;
  /** Only at the start that made the demo team. */
  team?: { emails: string[]; password: string };
}

/** Fills a desk at its start: the articles of the knowledge folder, and for a try-out the demo shop's team. */
@Injectable()
export class Seed {
  constructor(
    private readonly config: AppConfig,
    private readonly importer: KnowledgeImporter,
    private readonly reindexer: Reindexer,
    private readonly team: DemoTeam,
    private readonly canned: CannedReplies,
    private readonly db: Database,
    private readonly log: Log,
  ) {}

  async run(): Promise<Seeded> {
    const seeded: Seeded = {};
    if (isFolder(this.config.knowledgeDir)) {
      seeded.knowledge = await this.importer.importFolder(this.config.knowledgeDir);
      if (seeded.knowledge.added > BULK) await this.db.recycle();
      for (const problem of seeded.knowledge.problems) this.log.warn({ problem }, 'an article could not be read');
    } else {
      seeded.missingFolder = this.config.knowledgeDir;
      this.log.warn({ folder: this.config.knowledgeDir }, 'the knowledge folder is not there; no articles were read');
    }
    await this.canned.begin();
    // After a change of the embedder: in the background, while the former one's vectors serve on.
    await this.reindexer.begin();
    // Without a word from the operator only a try-out (embedded, no account yet) gets the demo team.
    if (this.config.seedsDemo) seeded.team = await this.team.seed();
    return seeded;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
