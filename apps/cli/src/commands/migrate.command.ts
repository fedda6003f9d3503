import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommandRunner, Option } from 'nest-commander';
import { AppConfig, makeDataSource, migrate, schemaDrift, type DatabaseConfig } from '#platform';
// Loads every entity: the check compares them all with what the migrations make.
import '../../../api/src/app.module.js';
import { CommandError } from '../operator.js';

interface MigrateOptions {
  check?: boolean;
}

@Command({
  name: 'migrate',
  description: 'bring the schema up to date (the api and the worker do so at their start, too)',
})
export class MigrateCommand extends CommandRunner {
  async run(_inputs: string[], options: MigrateOptions): Promise<void> {
    if (options.check) return this.check();
    const done = await this.on(AppConfig.load().database, (source) => migrate(source));
    process.stdout.write(done.length > 0 ? `${done.join('\n')}\n` : 'up to date\n');
  }

  @Option({
    flags: '--check',
    description: 'fail when entities and migrations differ (on an empty database of its own)',
  })
  drift(): boolean {
    return true;
  }

  private async check(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-drift-'));
    try {
      const drift = await this.on({ kind: 'embedded', folder: join(folder, 'pgdata') }, async (source) => {
        await migrate(source);
        return schemaDrift(source);
      });
      if (drift.length > 0) {
        throw new CommandError(
          `Entities and migrations differ. Missing from the migrations:\n  ${drift.join(';\n  ')};`,
        );
      }
      process.stdout.write('no drift\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async on<T>(
    database: DatabaseConfig,
    work: (source: ReturnType<typeof makeDataSource>) => Promise<T>,
  ): Promise<T> {
    const source = await makeDataSource({ database }).initialize();
    try {
      return await work(source);
    } finally {
      await source.destroy();
    }
  }
}
