import { scaled, widthOf, type HiddenPart, type Task } from '../model/parts.js';
import { seededRandom, shuffle, type Packed } from './trainer.js';

export interface HiddenTrainingOptions {
  units: number;
  epochs: number;
  rate: number;
  /** Pull of every weight towards zero, per step. */
  decay: number;
  /** Share of the features hidden from each step, so that none is relied upon alone. */
  featureDropout: number;
  unitDropout: number;
  seed: number;
}

export const DEFAULT_HIDDEN_TRAINING: HiddenTrainingOptions = {
  units: 80,
  epochs: 12,
  rate: 0.05,
  decay: 1e-5,
  featureDropout: 0.3,
  unitDropout: 0.4,
  seed: 7,
};

/** A matrix or vector that is learnt, with the squared gradients gathered so far (AdaGrad). */
class Learnt {
  readonly values: Float32Array;
  private readonly squares: Float32Array;

  constructor(size: number, start: () => number) {
    this.values = Float32Array.from({ length: size }, start);
    this.squares = new Float32Array(size).fill(1e-3);
  }

  step(at: number, gradient: number, rate: number): void {
    const square = (this.squares[at] as number) + gradient * gradient;
    this.squares[at] = square;
    this.values[at] = (this.values[at] as number) - (rate * gradient) / Math.sqrt(square);
  }
}

/** Trains a model with a hidden layer on all tasks together. The same examples and options give the same model. */
export function trainHidden(
  tasks: readonly Task[],
  packed: readonly Packed[],
  rows: number,
  options = DEFAULT_HIDDEN_TRAINING,
): HiddenPart {
  const training = new HiddenTraining(tasks, rows, options);
  const order = packed.map((_, i) => i);
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, training.random);
    const rate = options.rate * (1 - epoch / (options.epochs + 1));
    for (const index of order) training.learn(packed[index] as Packed, rate);
  }
  return training.toPart();
}

class HiddenTraining {
  readonly random: () => number;
  private readonly units: number;
  private readonly embeddings: Learnt;
  private readonly unitBias: Learnt;
  private readonly heads: Learnt;
  private readonly bias: Learnt;
  private readonly layer: Float32Array;
  private readonly open: Float32Array;
  private readonly back: Float32Array;
  private readonly scores: Float32Array;

  constructor(
    private readonly tasks: readonly Task[],
    rows: number,
    private readonly options: HiddenTrainingOptions,
  ) {
    this.random = seededRandom(options.seed);
    this.units = options.units;
    const labels = widthOf(tasks);
    const around = (width: number) => (): number => (this.random() * 2 - 1) * width;
    this.embeddings = new Learnt(rows * this.units, around(0.1));
    this.unitBias = new Learnt(this.units, () => 0);
    this.heads = new Learnt(labels * this.units, around(Math.sqrt(3 / this.units)));
    this.bias = new Learnt(labels, () => 0);
    this.layer = new Float32Array(this.units);
    this.open = new Float32Array(this.units);
    this.back = new Float32Array(this.units);
    this.scores = new Float32Array(labels);
  }

  learn(example: Packed, rate: number): void {
    const { rows, values } = this.someOf(example);
    this.forward(rows, values);
    this.back.fill(0);
    let from = 0;
    for (const [t, task] of this.tasks.entries()) {
      const weight = example.weights[t] as number;
      if (weight > 0) this.learnTask(from, from + task.labels.length, example.labels[t] as number, weight, rate);
      from += task.labels.length;
    }
    this.learnFeatures(rows, values, rate);
  }

  private someOf({ rows, values }: Packed): { rows: number[]; values: number[] } {
    const { featureDropout } = this.options;
    const some = { rows: [] as number[], values: [] as number[] };
    for (let f = 0; f < rows.length; f += 1) {
      if (this.random() < featureDropout) continue;
      some.rows.push(rows[f] as number);
      some.values.push((values[f] as number) / (1 - featureDropout));
    }
    return some;
  }

  private forward(rows: readonly number[], values: readonly number[]): void {
    const { units, layer, open } = this;
    const embeddings = this.embeddings.values;
    layer.set(this.unitBias.values);
    for (let f = 0; f < rows.length; f += 1) {
      const from = (rows[f] as number) * units;
      const value = values[f] as number;
      for (let j = 0; j < units; j += 1) layer[j] = (layer[j] as number) + value * (embeddings[from + j] as number);
    }
    const { unitDropout } = this.options;
    for (let j = 0; j < units; j += 1) {
      open[j] = (layer[j] as number) > 0 && this.random() >= unitDropout ? 1 / (1 - unitDropout) : 0;
      layer[j] = (layer[j] as number) * (open[j] as number);
    }
  }

  private learnTask(from: number, to: number, label: number, weight: number, rate: number): void {
    const { units, layer, scores, back } = this;
    const heads = this.heads.values;
    let top = -Infinity;
    for (let k = from; k < to; k += 1) {
      let score = this.bias.values[k] as number;
      for (let j = 0; j < units; j += 1) score += (layer[j] as number) * (heads[k * units + j] as number);
      scores[k] = score;
      top = Math.max(top, score);
    }
    let sum = 0;
    for (let k = from; k < to; k += 1) {
      scores[k] = Math.exp((scores[k] as number) - top);
      sum += scores[k] as number;
    }
    for (let k = from; k < to; k += 1) {
      const error = weight * ((scores[k] as number) / sum - (k === from + label ? 1 : 0));
      if (Math.abs(error) < 1e-5) continue;
      this.bias.step(k, error, rate);
      for (let j = 0; j < units; j += 1) {
        const at = k * units + j;
        const head = heads[at] as number;
        back[j] = (back[j] as number) + error * head;
        if (layer[j] !== 0) this.heads.step(at, error * (layer[j] as number) + this.options.decay * head, rate);
      }
    }
  }

  private learnFeatures(rows: readonly number[], values: readonly number[], rate: number): void {
    const { units, back, open } = this;
    for (let j = 0; j < units; j += 1) {
      back[j] = (back[j] as number) * (open[j] as number);
      if (back[j] !== 0) this.unitBias.step(j, back[j] as number, rate);
    }
    for (let f = 0; f < rows.length; f += 1) {
      const from = (rows[f] as number) * units;
      const value = values[f] as number;
      for (let j = 0; j < units; j += 1) {
        const error = back[j] as number;
        if (error === 0) continue;
        const at = from + j;
        this.embeddings.step(at, value * error + this.options.decay * (this.embeddings.values[at] as number), rate);
      }
    }
  }

  toPart(): HiddenPart {
    const rounded = (values: Float32Array): number[] => Array.from(values, (value) => Number(value.toFixed(4)));
    return {
      units: this.units,
      embeddings: scaled(this.embeddings.values),
      unitBias: rounded(this.unitBias.values),
      heads: scaled(this.heads.values),
      bias: rounded(this.bias.values),
    };
  }
}
