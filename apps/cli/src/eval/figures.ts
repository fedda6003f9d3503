/** A share with its 95 % interval. */
export interface Share {
  value: number;
  interval: [number, number];
}

const Z = 1.959964;

/** Wilson's interval for `hits` of `n`, right for small samples and shares near 0 and 1. Nothing counted gives 0 with [0, 1]. */
export function wilson(hits: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const share = hits / n;
  const denominator = 1 + (Z * Z) / n;
  const centre = (share + (Z * Z) / (2 * n)) / denominator;
  const half = (Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))) / denominator;
  return [round(Math.max(0, centre - half)), round(Math.min(1, centre + half))];
}

export function share(hits: number, n: number): number {
  return n === 0 ? 0 : round(hits / n);
}

/** Harmonic mean of precision and recall, from counts. */
export function f1(right: number, said: number, meant: number): number {
  return said + meant === 0 ? 0 : round((2 * right) / (said + meant));
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

const RESAMPLES = 400;
const TAIL = 0.025;

/**
 * The 95 % interval of a figure that is no plain share, by drawing as many rows with replacement again and again. Seeded: the same rows
 * give the same interval.
 */
export function bootstrap<T>(rows: readonly T[], figure: (drawn: T[]) => number): [number, number] {
  if (rows.length === 0) return [0, 1];
  let state = 1;
  // The minimal standard generator of Park and Miller.
  const draw = (): number => (state = (state * 48_271) % 2_147_483_647) % rows.length;
  const values = Array.from({ length: RESAMPLES }, () =>
    figure(Array.from({ length: rows.length }, () => rows[draw()] as T)),
  ).sort((a, b) => a - b);
  const at = (part: number): number => round(values[Math.floor((RESAMPLES - 1) * part)] ?? 0);
  return [at(TAIL), at(1 - TAIL)];
}
