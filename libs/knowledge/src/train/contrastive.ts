import { dot, toUnit } from '#llm';
import type { Random } from './random.js';

/** The texts of one matter, each as the places of its features. */
export interface Matter {
  /** As shoppers put it. */
  asked: number[][];
  /** As articles say it: every batch has some, since questions must find articles. */
  told: number[][];
  /** Places of matters that are easily confused with it. */
  near: number[];
  /** Is it a matter of a shop, or of another trade? */
  retail: boolean;
}

export interface ContrastiveOptions {
  dimensions: number;
  epochs: number;
  /** How often each matter of a shop, and of another trade, comes up in an epoch. */
  rounds: number;
  otherRounds: number;
  /** Matters of a batch; those among them that are of other trades (or, in a batch of these, of shops). */
  matters: number;
  guests: number;
  /** Texts of each, articles among these. */
  texts: number;
  told: number;
  temperature: number;
  /** Mean share of a text's features that are left out. */
  dropout: number;
  rate: number;
  /** The rate of the features' weights, as a share of `rate`. */
  weightRate: number;
}

export const CONTRASTIVE: Readonly<ContrastiveOptions> = {
  dimensions: 64,
  epochs: 10,
  rounds: 6,
  otherRounds: 3,
  matters: 40,
  guests: 4,
  texts: 8,
  told: 2,
  temperature: 0.1,
  dropout: 0.2,
  rate: 0.05,
  weightRate: 0.3,
};

interface Item {
  matter: number;
  features: number[];
  vector: Float32Array;
  length: number;
}

const FEWEST = 8;
const LEAST_WEIGHT = 0.01;
/** A pull below this changes nothing and need not be worked out. */
const SLIGHT = 1e-5;

/**
 * Learns a vector and a weight for each feature so that texts of one matter lie near and texts of different matters apart: InfoNCE
 * with all texts of the matter as positives, neighbours of a matter drawn into its batch as hard negatives, Adagrad on the features met.
 */
export class ContrastiveTrainer {
  readonly vectors: Float32Array;
  readonly weights: Float32Array;
  private readonly steps: Float32Array;
  private readonly weightSteps: Float32Array;
  /** Of a step: the features met, where each one's gradient lies (-1: not met), the gradients. */
  private readonly met: number[] = [];
  private readonly slots: Int32Array;
  private gradients: Float32Array;
  private readonly weightGradients: Float32Array;

  /** @param frequency in how many of the `texts` training texts each feature stands */
  constructor(
    frequency: readonly number[],
    texts: number,
    private readonly random: Random,
    private readonly options: ContrastiveOptions = CONTRASTIVE,
  ) {
    const { dimensions } = options;
    this.vectors = Float32Array.from({ length: frequency.length * dimensions }, () => this.small());
    this.weights = Float32Array.from(frequency, (count) => Math.log(1 + texts / count) / 5);
    this.steps = new Float32Array(frequency.length).fill(1e-4);
    this.weightSteps = new Float32Array(frequency.length).fill(1e-2);
    this.slots = new Int32Array(frequency.length).fill(-1);
    this.gradients = new Float32Array(4_096 * dimensions);
    this.weightGradients = new Float32Array(frequency.length);
  }

  train(matters: readonly Matter[]): void {
    const { epochs, rounds, rate } = this.options;
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const now = rate * (1 - epoch / epochs + 0.02);
      for (let round = 0; round < rounds; round += 1)
        for (const batch of this.batches(matters, round < this.options.otherRounds))
          this.step(this.draw(matters, batch), now);
    }
  }

  /** The vector of a text as it stands now. */
  embed(features: readonly number[]): Float32Array {
    return toUnit(this.sum(features));
  }

  /**
   * Matters of shops and of other trades come in batches of their own, with some guests: among strangers a shop's matter meets few that
   * it could be taken for, and learns little.
   */
  private batches(matters: readonly Matter[], others: boolean): number[][] {
    const all = matters.map((_, i) => i);
    const retail = all.filter((i) => matters[i]?.retail);
    const other = all.filter((i) => !matters[i]?.retail);
    if (!others) return this.split(matters, retail, []);
    return this.random.shuffled([...this.split(matters, retail, other), ...this.split(matters, other, retail)]);
  }

  private split(matters: readonly Matter[], some: readonly number[], strangers: readonly number[]): number[][] {
    const guests = Math.min(this.options.guests, strangers.length);
    const size = this.options.matters - guests;
    const order = this.random.shuffled(some);
    const batches: number[][] = [];
    for (let at = 0; at < order.length; at += size) {
      const batch = new Set<number>();
      for (const one of order.slice(at, at + size)) {
        if (batch.size < size) batch.add(one);
        const near = this.random.pick(matters[one]?.near ?? []);
        if (near !== undefined && batch.size < size) batch.add(near);
      }
      for (let i = 0; i < guests; i += 1) batch.add(this.random.pick(strangers) ?? 0);
      if (batch.size >= FEWEST) batches.push([...batch]);
    }
    return batches;
  }

  private draw(matters: readonly Matter[], batch: readonly number[]): Item[] {
    const { texts, told, dropout } = this.options;
    return batch.flatMap((matter) => {
      const { asked = [], told: articles = [] } = matters[matter] ?? {};
      const taken = this.random.shuffled(articles).slice(0, told);
      return [...taken, ...this.random.shuffled(asked).slice(0, texts - taken.length)].flatMap((all) => {
        const share = dropout * 2 * this.random.next();
        const features = all.filter(() => this.random.next() >= share);
        if (features.length === 0) return [];
        const vector = this.sum(features);
        const length = Math.sqrt(dot(vector, vector)) + 1e-8;
        return [{ matter, features, vector: toUnit(vector), length }];
      });
    });
  }

  private step(items: readonly Item[], rate: number): void {
    const pull = this.pulls(items);
    const { dimensions } = this.options;
    const n = items.length;
    for (const [i, item] of items.entries()) {
      const along = new Float32Array(dimensions);
      for (let j = 0; j < n; j += 1) {
        const force = at(pull, i * n + j) + at(pull, j * n + i);
        if (Math.abs(force) < SLIGHT) continue;
        const { vector } = items[j] as Item;
        for (let d = 0; d < dimensions; d += 1) along[d] = at(along, d) + force * at(vector, d);
      }
      // The part along the vector would only change its length, which is always 1.
      const own = dot(along, item.vector);
      for (let d = 0; d < dimensions; d += 1) along[d] = (at(along, d) - own * at(item.vector, d)) / item.length;
      for (const feature of item.features) this.gather(feature, along);
    }
    this.apply(rate);
  }

  /** For each pair how strongly the likeness of the second draws on the loss of the first. */
  private pulls(items: readonly Item[]): Float32Array {
    const n = items.length;
    const { temperature } = this.options;
    const pull = allLikenesses(items);
    for (const [i, { matter }] of items.entries()) {
      const row = pull.subarray(i * n, (i + 1) * n);
      row[i] = -Infinity;
      const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
      let [sum, positives] = [0, 0];
      for (let j = 0; j < n; j += 1) {
        const share = Math.exp((at(row, j) - most) / temperature);
        row[j] = share;
        sum += share;
        if (j !== i && items[j]?.matter === matter) positives += 1;
      }
      if (positives === 0) row.fill(0);
      else
        for (let j = 0; j < n; j += 1) {
          const wanted = j !== i && items[j]?.matter === matter ? 1 / positives : 0;
          row[j] = (at(row, j) / sum - wanted) / (n * temperature);
        }
    }
    return pull;
  }

  private gather(feature: number, along: Float32Array): void {
    const { dimensions } = this.options;
    let slot = this.slots[feature] as number;
    if (slot < 0) {
      slot = this.met.push(feature) - 1;
      this.slots[feature] = slot;
      if ((slot + 1) * dimensions > this.gradients.length) this.gradients = larger(this.gradients);
      this.gradients.fill(0, slot * dimensions, (slot + 1) * dimensions);
      this.weightGradients[feature] = 0;
    }
    const [weight, from, into] = [at(this.weights, feature), feature * dimensions, slot * dimensions];
    const { gradients, vectors } = this;
    let pulled = 0;
    for (let d = 0; d < dimensions; d += 1) {
      gradients[into + d] = at(gradients, into + d) + weight * at(along, d);
      pulled += at(along, d) * at(vectors, from + d);
    }
    this.weightGradients[feature] = at(this.weightGradients, feature) + pulled;
  }

  private apply(rate: number): void {
    const { dimensions, weightRate } = this.options;
    for (const [slot, feature] of this.met.entries()) {
      const vector = this.gradients.subarray(slot * dimensions, (slot + 1) * dimensions);
      const weight = at(this.weightGradients, feature);
      this.steps[feature] = at(this.steps, feature) + dot(vector, vector) / dimensions;
      const size = rate / Math.sqrt(at(this.steps, feature));
      const from = feature * dimensions;
      for (let d = 0; d < dimensions; d += 1)
        this.vectors[from + d] = at(this.vectors, from + d) - size * at(vector, d);
      this.weightSteps[feature] = at(this.weightSteps, feature) + weight * weight;
      const moved = at(this.weights, feature) - (weightRate * rate * weight) / Math.sqrt(at(this.weightSteps, feature));
      this.weights[feature] = Math.max(LEAST_WEIGHT, moved);
      this.slots[feature] = -1;
    }
    this.met.length = 0;
  }

  private sum(features: readonly number[]): Float32Array {
    const { dimensions } = this.options;
    const vector = new Float32Array(dimensions);
    for (const feature of features) {
      const weight = at(this.weights, feature);
      const from = feature * dimensions;
      for (let d = 0; d < dimensions; d += 1) vector[d] = at(vector, d) + weight * at(this.vectors, from + d);
    }
    return vector;
  }

  private small(): number {
    return (this.random.next() + this.random.next() + this.random.next() - 1.5) * 0.2;
  }
}

/** Each with each: worked out once for both. */
function allLikenesses(items: readonly Item[]): Float32Array {
  const n = items.length;
  const all = new Float32Array(n * n);
  for (const [i, { vector }] of items.entries())
    for (let j = i + 1; j < n; j += 1) {
      const likeness = dot(vector, items[j]?.vector ?? vector);
      all[i * n + j] = likeness;
      all[j * n + i] = likeness;
    }
  return all;
}

function larger(numbers: Float32Array): Float32Array {
  const twice = new Float32Array(numbers.length * 2);
  twice.set(numbers);
  return twice;
}

/** A number of an array that is known to have it. */
function at(numbers: Float32Array, i: number): number {
  return numbers[i] as number;
}
