/** Numbers in [0, 1) that a seed gives again: a failure can be played once more. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of a run: a new one each time, or the one of the variable TEST_SEED. */
export function seedOfRun(): number {
  return Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
}

export function pick<T>(list: readonly T[], next: () => number): T {
  const item = list[Math.floor(next() * list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
