import type { BenchFigures, DatabaseFigures } from './bench.js';
import { table, type Line, type Times } from './figures.js';

const p50p99 = ({ p50, p99 }: Times): string => `p50 ${p50} ms, p99 ${p99} ms`;

/** The figures as a table, with the targets of the project's quality sheet. */
export function report({ machine, load, databases }: BenchFigures): string {
  const lines = databases.flatMap((figures) =>
    linesOf(figures).map((line) => ({ ...line, database: figures.database })),
  );
  return (
    `${table(lines)}\n\n${machine.cores} cores (${machine.cpu}), ${machine.memoryGib} GiB, Node ${machine.node}; ` +
    `load average ${load.before} before, ${load.after} after\n`
  );
}

function linesOf({
  database,
  start,
  turns,
  handoff,
  delivery,
  idle,
  wechat,
  knowledge,
  scale,
  failures,
}: DatabaseFigures): Line[] {
  const lines: Line[] = [];
  const add = (measure: string, figure: string, beside?: string, target?: string): void => {
    lines.push({ measure, figure, beside, target });
  };
  if (start) {
    add('ready, first start (without build)', `${start.firstMs / 1000} s`, undefined, '≤ 60 s, build included');
    add('ready, later start', `${start.laterMs / 1000} s`, undefined, '≤ 5 s');
    add('memory when idle', `${start.idleMib} MiB`, undefined, '≤ 500 MiB');
  }
  if (turns) {
    const { floor, half } = turns;
    add(
      'answered turns per second',
      `${turns.turnsPerSecond}`,
      `floor ${floor.before} / ${floor.after}: ${turns.ofFloor} of it`,
      `≥ ${database === 'embedded' ? 100 : 300}, ≥ 0.5 of floor`,
    );
    add('CPU of the desk per turn', `${turns.cpuMs} ms`, `${turns.handedOver} handed over, ${turns.failed} failed`);
    add(
      `send → answer at ${half.perSecond}/s`,
      p50p99(half.answer),
      `echo ${p50p99(half.echo)}`,
      'p50 ≤ 30 ms, p99 ≤ 150 ms',
    );
  }
  if (handoff) add('complaint → offer', p50p99(handoff), undefined, 'p99 ≤ 250 ms');
  if (delivery)
    add('agent → shopper', p50p99(delivery.desk), `bare ${p50p99(delivery.bare)}`, 'p50 ≤ 3 × bare, p99 ≤ 60 ms');
  if (idle)
    add(
      `memory per idle shopper (${idle.sockets})`,
      `${idle.desk} KiB, desk ${idle.deskMib} MiB`,
      `bare ${idle.bare} KiB: ${idle.ratio} ×`,
      '≤ 2 ×; 10,000 under 1 GiB',
    );
  for (const { mode, perSecond, answer, sent, failed, targetMs } of wechat ?? [])
    add(
      `WeChat callback → ${mode === 'passive' ? 'answer' : 'success'}, ${mode}, ${perSecond}/s`,
      p50p99(answer),
      `${sent} sent, ${failed} failed`,
      `p99 ≤ ${targetMs} ms`,
    );
  for (const { articles, seconds } of knowledge?.imported ?? []) add(`import of ${articles} articles`, `${seconds} s`);
  for (const search of knowledge?.search ?? [])
    add(
      `question, ${search.articles} articles`,
      `p50 ${search.ms.p50} ms, p95 ${search.ms.p95} ms`,
      `CPU ${search.mainCpu} ms, whole process ${search.processCpu} ms`,
      'p95 ≤ 15 ms, CPU ≤ 2 ms at 10,000',
    );
  if (scale) {
    const { imported, small, full } = scale;
    add(
      `import of ${imported.articles} articles (${imported.passages} passages)`,
      `${imported.seconds} s`,
      `embedding alone ${imported.embeddingSeconds} s`,
      '10,000 ≤ 2 min',
    );
    for (const { articles, search, bare, recall, mib } of [small, full])
      add(
        `look-up, ${articles} articles`,
        `p50 ${search.p50} ms, p95 ${search.p95} ms, recall@5 ${recall}, ${mib} MiB`,
        `bare index query p50 ${bare.p50} ms, p95 ${bare.p95} ms`,
        'p95 ≤ 25 ms, recall@5 ≥ 0.98, flat memory',
      );
  }
  for (const [measure, reason] of Object.entries(failures ?? {})) add(measure, `broke: ${reason.split('\n')[0] ?? ''}`);
  return lines;
}
