/** One question the model answers about a message, with its possible answers. */
export interface Task {
  readonly name: string;
  readonly labels: readonly string[];
}

/** The file's shape: int8 weights, row by row (feature × all labels of all tasks), in base64. */
export interface ModelFile {
  format: 'deskhand-linear-1';
  tasks: Task[];
  bias: number[];
  /** A weight is its int8 value times `scale`. */
  scale: number;
  features: string[];
  weights: string;
}

/**
 * Several softmax regressions over one set of sparse features, read in one pass. A feature the model has never seen counts nothing.
 */
export class LinearModel {
  readonly tasks: readonly Task[];
  private readonly width: number;
  private readonly rows: ReadonlyMap<string, number>;
  private readonly weights: Int8Array;
  private readonly bias: readonly number[];
  private readonly scale: number;

  /** @throws Error when the file is not one of this format or its parts do not fit together. */
  constructor(file: ModelFile) {
    this.tasks = file.tasks;
    this.width = file.tasks.reduce((sum, task) => sum + task.labels.length, 0);
    this.weights = fromBase64(file.weights);
    this.rows = new Map(file.features.map((feature, row) => [feature, row]));
    this.bias = file.bias;
    this.scale = file.scale;
    if ((file.format as string) !== 'deskhand-linear-1') throw new Error(`unknown model format ${String(file.format)}`);
    if (this.weights.length !== this.width * file.features.length || file.bias.length !== this.width) {
      throw new Error('the model file is damaged: weights, features and labels do not fit together');
    }
  }

  /** Probabilities by task and label; the labels of one task sum to 1. */
  predict(features: ReadonlyMap<string, number>): Record<string, Float64Array> {
    const scores = Float64Array.from(this.bias);
    for (const [feature, value] of features) {
      const row = this.rows.get(feature);
      if (row === undefined) continue;
      const factor = value * this.scale;
      const from = row * this.width;
      for (let k = 0; k < this.width; k += 1) scores[k] = (scores[k] ?? 0) + factor * (this.weights[from + k] ?? 0);
    }
    const result: Record<string, Float64Array> = {};
    let from = 0;
    for (const task of this.tasks) {
      result[task.name] = softmax(scores.subarray(from, from + task.labels.length));
      from += task.labels.length;
    }
    return result;
  }

  /** How much one feature of weight `value` speaks for a label against the mean of the task's labels; 0 when unknown. */
  pull(feature: string, value: number, task: string, label: string): number {
    const row = this.rows.get(feature);
    if (row === undefined) return 0;
    let from = row * this.width;
    for (const { name, labels } of this.tasks) {
      if (name === task) {
        const at = this.weights[from + labels.indexOf(label)] ?? 0;
        return at * this.scale * value;
      }
      from += labels.length;
    }
    return 0;
  }
}

export function fromBase64(text: string): Int8Array {
  const bytes = Buffer.from(text, 'base64');
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
