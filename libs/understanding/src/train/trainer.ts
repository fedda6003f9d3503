import { scaled, widthOf, type LinearPart, type Task } from '../model/parts.js';

export interface Example {
  features: ReadonlyMap<string, number>;
  /** The right label of each task, as its index. */
  labels: readonly number[];
  /** How much each task learns from it: 0 where its label is not known. */
  weights: readonly number[];
}

export interface TrainingOptions {
  epochs: number;
  rate: number;
  /** Pull of every weight towards zero, per step. */
  decay: number;
  /** Steps shrink as the squared gradients gathered in a weight pass this sum: larger trusts rare features less. */
  patience: number;
  seed: number;
}

export const DEFAULT_TRAINING: TrainingOptions = {
  epochs: 30,
  rate: 0.5,
  decay: 7e-4,
  patience: 10,
  seed: 20260115,
};

/** Mulberry32: a small generator with a seed, so that training twice gives the same file. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** An example with its features as rows of the weights. */
export interface Packed {
  rows: Int32Array;
  values: Float64Array;
  labels: readonly number[];
  weights: readonly number[];
}

/** Trains all tasks together by stochastic gradient descent with AdaGrad steps. `rows` is the number of features. */
export function train(
  tasks: readonly Task[],
  packed: readonly Packed[],
  rows: number,
  options = DEFAULT_TRAINING,
): LinearPart {
  const width = widthOf(tasks);
  const weights = new Float64Array(rows * width);
  const squares = new Float64Array(rows * width).fill(options.patience);
  const bias = new Float64Array(width);
  const biasSquares = new Float64Array(width).fill(options.patience);
  const random = seededRandom(options.seed);
  const order = packed.map((_, i) => i);
  const scores = new Float64Array(width);

  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, random);
    const rate = options.rate * (1 - epoch / (options.epochs + 1));
    for (const index of order) {
      const example = packed[index] as Packed;
      scores.set(bias);
      for (let f = 0; f < example.rows.length; f += 1) {
        const from = (example.rows[f] as number) * width;
        const value = example.values[f] as number;
        for (let k = 0; k < width; k += 1) scores[k] = (scores[k] as number) + value * (weights[from + k] as number);
      }
      errorsInto(scores, tasks, example);
      for (let k = 0; k < width; k += 1) {
        const g = scores[k] as number;
        biasSquares[k] = (biasSquares[k] as number) + g * g;
        bias[k] = (bias[k] as number) - (rate * g) / Math.sqrt(biasSquares[k] as number);
      }
      for (let f = 0; f < example.rows.length; f += 1) {
        const from = (example.rows[f] as number) * width;
        const value = example.values[f] as number;
        for (let k = 0; k < width; k += 1) {
          const at = from + k;
          const g = (scores[k] as number) * value + options.decay * (weights[at] as number);
          squares[at] = (squares[at] as number) + g * g;
          weights[at] = (weights[at] as number) - (rate * g) / Math.sqrt(squares[at] as number);
        }
      }
    }
  }
  return { weights: scaled(weights), bias: Array.from(bias, (value) => Number(value.toFixed(4))) };
}

/** Turns scores into the gradient of the weighted cross-entropy, in place. */
function errorsInto(scores: Float64Array, tasks: readonly Task[], example: Packed): void {
  let from = 0;
  for (const [t, task] of tasks.entries()) {
    const to = from + task.labels.length;
    const weight = example.weights[t] as number;
    let top = -Infinity;
    for (let k = from; k < to; k += 1) top = Math.max(top, scores[k] as number);
    let sum = 0;
    for (let k = from; k < to; k += 1) {
      scores[k] = Math.exp((scores[k] as number) - top);
      sum += scores[k] as number;
    }
    const right = from + (example.labels[t] as number);
    for (let k = from; k < to; k += 1)
      scores[k] = weight === 0 ? 0 : weight * ((scores[k] as number) / sum - (k === right ? 1 : 0));
    from = to;
  }
}

/** The features that occur in so many examples, in order. */
export function vocabulary(examples: readonly Example[], occurrences: number): string[] {
  const counts = new Map<string, number>();
  for (const { features } of examples)
    for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= occurrences)
    .map(([name]) => name)
    .sort();
}

/** The examples with their features as rows of `vocabulary`. */
export function packAll(examples: readonly Example[], features: readonly string[]): Packed[] {
  const rowOf = new Map(features.map((feature, row) => [feature, row]));
  return examples.map((example) => {
    const known = [...example.features].filter(([name]) => rowOf.has(name));
    return {
      rows: Int32Array.from(known, ([name]) => rowOf.get(name) ?? 0),
      values: Float64Array.from(known, ([, value]) => value),
      labels: example.labels,
      weights: example.weights,
    };
  });
}

export function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}
