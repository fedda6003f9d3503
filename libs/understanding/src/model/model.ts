import { HiddenModel, type HiddenModelFile } from './hidden-model.js';
import { LinearModel, type ModelFile, type Task } from './linear-model.js';

/** What `npm run train:understanding` writes: both models of the same tasks. */
export interface UnderstandingFile {
  linear: ModelFile;
  hidden: HiddenModelFile;
}

/** The linear model and the one with a hidden layer, asked together: the geometric mean of their probabilities. */
export class UnderstandingModel {
  private readonly linear: LinearModel;
  private readonly hidden: HiddenModel;

  /** @throws Error when a part is damaged */
  constructor(file: UnderstandingFile) {
    this.linear = new LinearModel(file.linear);
    this.hidden = new HiddenModel(file.hidden);
  }

  get tasks(): readonly Task[] {
    return this.linear.tasks;
  }

  /** Probabilities by task and label; the labels of one task sum to 1. */
  predict(features: ReadonlyMap<string, number>): Record<string, Float64Array> {
    const first = this.linear.predict(features);
    const second = this.hidden.predict(features);
    return Object.fromEntries(this.tasks.map(({ name }) => [name, mean(first[name] ?? [], second[name] ?? [])]));
  }

  /** How much one feature of weight `value` speaks for a label, by the linear part; 0 when unknown. */
  pull(feature: string, value: number, task: string, label: string): number {
    return this.linear.pull(feature, value, task, label);
  }
}

function mean(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const product = Float64Array.from(a, (value, i) => Math.sqrt(value * (b[i] ?? 0)) + 1e-12);
  const sum = product.reduce((x, y) => x + y, 0);
  return product.map((value) => value / sum);
}
