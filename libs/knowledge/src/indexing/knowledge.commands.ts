import { readdir } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { AppConfig, OperatorCommand, type CommandArguments, type CommandProgress } from '#platform';
import { KnowledgeImporter, type ImportReport } from '../ingest/importer.js';
import { Reindexer, type ReindexStatus } from './reindexer.js';

const LOOK_MS = 500;

/** The knowledge base on the command line. */
@Injectable()
export class KnowledgeCommands {
  constructor(
    private readonly importer: KnowledgeImporter,
    private readonly reindexer: Reindexer,
    private readonly config: AppConfig,
  ) {}

  /**
   * `folder`: absolute path, as this process sees it.
   *
   * @throws AppError VALIDATION_FAILED when there is no such folder or it may not be read
   */
  @OperatorCommand('kb:import')
  async import(args: CommandArguments, onProgress: CommandProgress): Promise<ImportReport> {
    const folder = String(args['folder']);
    await readdir(folder).catch(({ code }: NodeJS.ErrnoException) => {
      throw new AppError('VALIDATION_FAILED', { reason: `the folder ${folder} cannot be read (${code ?? 'unknown'})` });
    });
    return this.importer.importFolder(folder, { onProgress });
  }

  @OperatorCommand('kb:status')
  status(): Promise<ReindexStatus> {
    return this.reindexer.status();
  }

  /** Indexes everything anew and stays until it is done; whoever stops waiting stops nothing. */
  @OperatorCommand('kb:reindex')
  async reindex(_args: CommandArguments, onProgress: CommandProgress): Promise<ReindexStatus> {
    await this.reindexer.begin(true);
    if (this.config.background) await this.follow(onProgress);
    else await this.reindexer.run(onProgress);
    return this.reindexer.status();
  }

  private async follow(onProgress: CommandProgress): Promise<void> {
    for (;;) {
      const { next } = await this.reindexer.status();
      if (!next) return;
      onProgress(next.done, next.total);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}
