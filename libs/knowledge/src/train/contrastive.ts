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
}

export interface ContrastiveOptions {
  dimensions: number;
  epochs: number;
  /** How often each matter comes up in an epoch. */
  rounds: number;
  /** Matters of a batch, texts of each, articles among these. */
  matters: number;
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
  dimensions: 128,
  epochs: 10,
  rounds: 6,
  matters: 40,
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

/**
 * Learns a vector and a weight for each feature so that texts of one matter lie near and texts of different matters apart: InfoNCE
 * with all texts of the matter as positives, neighbours of a matter drawn into its batch as hard negatives, Adagrad on the features met.
 */
export class ContrastiveTrainer {
  readonly vectors: Float32Array;
  readonly weights: Float32Array;
  private readonly steps: Float32Array;
  private readonly weightSteps: Float32Array;

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
  }

  train(matters: readonly Matter[]): void {
    const { epochs, rounds, rate } = this.options;
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const now = rate * (1 - epoch / epochs + 0.02);
      for (let round = 0; round < rounds; round += 1)
        for (const batch of this.batches(matters)) this.step(this.draw(matters, batch), now);
    }
  }

  /** The vector of a text as it stands now. */
  embed(features: readonly number[]): Float32Array {
    return toUnit(this.sum(features));
  }

  private batches(matters: readonly Matter[]): number[][] {
    const { matters: size } = this.options;
    const order = this.random.shuffled(matters.map((_, i) => i));
    const batches: number[][] = [];
    for (let at = 0; at < order.length; at += size) {
      const batch = new Set<number>();
      for (const one of order.slice(at, at + size)) {
        if (batch.size < size) batch.add(one);
        const near = this.random.pick(matters[one]?.near ?? []);
        if (near !== undefined && batch.size < size) batch.add(near);
      }
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
    const gradients = new Map<number, { vector: Float32Array; weight: number }>();
    const { dimensions } = this.options;
    for (const [i, item] of items.entries()) {
      const along = new Float32Array(dimensions);
      for (const [j, other] of items.entries()) {
        const force = (pull[i * items.length + j] ?? 0) + (pull[j * items.length + i] ?? 0);
        if (force !== 0) for (let d = 0; d < dimensions; d += 1) along[d] = at(along, d) + force * at(other.vector, d);
      }
      // The part along the vector would only change its length, which is always 1.
      const own = dot(along, item.vector);
      for (let d = 0; d < dimensions; d += 1) along[d] = (at(along, d) - own * at(item.vector, d)) / item.length;
      for (const feature of item.features) this.gather(gradients, feature, along);
    }
    this.apply(gradients, rate);
  }

  /** For each pair how strongly the likeness of the second draws on the loss of the first. */
  private pulls(items: readonly Item[]): Float32Array {
    const n = items.length;
    const { temperature } = this.options;
    const pull = new Float32Array(n * n);
    for (const [i, item] of items.entries()) {
      const likeness = items.map((other, j) => (j === i ? -Infinity : dot(item.vector, other.vector) / temperature));
      const most = likeness.reduce((a, b) => Math.max(a, b), -Infinity);
      const shares = likeness.map((value) => Math.exp(value - most));
      const sum = shares.reduce((a, b) => a + b, 0);
      const positives = items.filter((other, j) => j !== i && other.matter === item.matter).length;
      if (positives === 0) continue;
      for (const [j, other] of items.entries()) {
        if (j === i) continue;
        const wanted = other.matter === item.matter ? 1 / positives : 0;
        pull[i * n + j] = ((shares[j] ?? 0) / sum - wanted) / (n * temperature);
      }
    }
    return pull;
  }

  private gather(
    gradients: Map<number, { vector: Float32Array; weight: number }>,
    feature: number,
    along: Float32Array,
  ): void {
    const { dimensions } = this.options;
    let gradient = gradients.get(feature);
    if (!gradient) gradients.set(feature, (gradient = { vector: new Float32Array(dimensions), weight: 0 }));
    const { vector } = gradient;
    const weight = at(this.weights, feature);
    const from = feature * dimensions;
    for (let d = 0; d < dimensions; d += 1) {
      vector[d] = at(vector, d) + weight * at(along, d);
      gradient.weight += at(along, d) * at(this.vectors, from + d);
    }
  }

  private apply(gradients: ReadonlyMap<number, { vector: Float32Array; weight: number }>, rate: number): void {
    const { dimensions, weightRate } = this.options;
    for (const [feature, { vector, weight }] of gradients) {
      this.steps[feature] = at(this.steps, feature) + dot(vector, vector) / dimensions;
      const size = rate / Math.sqrt(at(this.steps, feature));
      const from = feature * dimensions;
      for (let d = 0; d < dimensions; d += 1)
        this.vectors[from + d] = at(this.vectors, from + d) - size * at(vector, d);
      this.weightSteps[feature] = at(this.weightSteps, feature) + weight * weight;
      const moved = at(this.weights, feature) - (weightRate * rate * weight) / Math.sqrt(at(this.weightSteps, feature));
      this.weights[feature] = Math.max(LEAST_WEIGHT, moved);
    }
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

/** A number of an array that is known to have it. */
function at(numbers: Float32Array, i: number): number {
  return numbers[i] as number;
}
