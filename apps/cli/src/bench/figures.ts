/** Times of one kind, in milliseconds. */
export interface Times {
  n: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

export function timesOf(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  // Nearest rank: the smallest value that at least this share does not exceed.
  const at = (share: number): number => tidy(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Three significant digits are all that such a figure is worth. */
export function tidy(value: number): number {
  return Number(value.toPrecision(3));
}

export const MIB = 1024 * 1024;

/** One line of the report: what was measured, the figure, what it is compared with and the target of QUALITY. */
export interface Line {
  measure: string;
  database?: string;
  figure: string;
  beside?: string;
  target?: string;
}

/** The lines as a table for people. */
export function table(lines: readonly Line[]): string {
  const head: Required<Line> = {
    measure: 'measure',
    database: 'database',
    figure: 'figure',
    beside: 'beside',
    target: 'target',
  };
  const columns = ['measure', 'database', 'figure', 'beside', 'target'] as const;
  const rows = [head, ...lines].map((line) => columns.map((column) => line[column] ?? ''));
  const widths = columns.map((_column, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
