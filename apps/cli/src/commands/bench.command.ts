import { writeFile } from 'node:fs/promises';
import { Command, CommandRunner, Option } from 'nest-commander';
import { FULL, MEASURES, QUICK, type DatabaseKind, type Measure } from '../bench/plan.js';
import { CommandError } from '../operator.js';

interface BenchOptions {
  quick?: boolean;
  only?: Measure[];
  database?: DatabaseKind[];
  json?: string;
}

@Command({
  name: 'bench',
  description: 'measure speed and memory on this machine; prints a table and one JSON object. Loopback only',
})
export class BenchCommand extends CommandRunner {
  async run(_inputs: string[], options: BenchOptions): Promise<void> {
    // The measures use tools of development (a Socket.IO client), which an operator's installation may lack.
    const [{ runBench }, { report }, { missesTarget }] = await Promise.all([
      import('../bench/bench.js'),
      import('../bench/report.js'),
      import('../bench/wechat-measure.js'),
    ]);
    const figures = await runBench(
      options.database ?? ['embedded'],
      options.only,
      options.quick ? QUICK : FULL,
      (what) => process.stderr.write(`… ${what}\n`),
    );
    process.stdout.write(`${report(figures)}\n${JSON.stringify(figures)}\n`);
    if (options.json) await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
    const missed = figures.databases.flatMap(({ wechat = [] }) => wechat.filter(missesTarget));
    for (const { mode, targetMs } of missed)
      process.stderr.write(`WeChat, ${mode}: callbacks failed, or the 99th percentile is above ${targetMs} ms\n`);
    if (missed.length > 0 || figures.databases.some(({ failures }) => failures)) process.exitCode = 1;
  }

  @Option({ flags: '--quick', description: 'smaller counts and shorter times: a few minutes instead of many' })
  quick(): boolean {
    return true;
  }

  @Option({
    flags: '--only <measures>',
    description: `comma-separated: ${MEASURES.join(', ')}; all but scale unless given`,
  })
  only(value: string): Measure[] {
    return value.split(',').map((name) => {
      const measure = MEASURES.find((one) => one === name.trim());
      if (!measure) throw new CommandError(`There is no measure ${name}. Measures: ${MEASURES.join(', ')}.`);
      return measure;
    });
  }

  @Option({
    flags: '--database <kind>',
    description: 'embedded (default), postgres (with DATABASE_URL and REDIS_URL), or both',
  })
  database(value: string): DatabaseKind[] {
    if (value === 'both') return ['embedded', 'postgres'];
    if (value !== 'embedded' && value !== 'postgres')
      throw new CommandError(`There is no database ${value}. Databases: embedded, postgres, both.`);
    return [value];
  }

  @Option({ flags: '--json <file>', description: 'also write the figures to a file' })
  json(value: string): string {
    return value;
  }
}
