import { fromBase64, softmax, type Task } from './linear-model.js';

/** The file's shape: int8 matrices in base64, row by row. A value is its int8 times the matrix's scale. */
export interface HiddenModelFile {
  format: 'deskhand-hidden-1';
  tasks: Task[];
  /** Units of the layer between features and answers. */
  units: number;
  features: string[];
  /** Feature × unit. */
  embeddings: string;
  embeddingScale: number;
  unitBias: number[];
  /** Label × unit. */
  heads: string;
  headScale: number;
  bias: number[];
}

/**
 * One layer of rectified units between the features and the answers: features that behave alike share units, so what was learnt of one
 * wording helps with its like. Read beside the linear model, which alone gives the evidence.
 */
export class HiddenModel {
  private readonly rows: ReadonlyMap<string, number>;
  private readonly embeddings: Int8Array;
  private readonly heads: Float32Array;

  /** @throws Error when the file is not one of this format or its parts do not fit together. */
  constructor(private readonly file: HiddenModelFile) {
    const labels = file.tasks.reduce((sum, task) => sum + task.labels.length, 0);
    this.rows = new Map(file.features.map((feature, row) => [feature, row]));
    this.embeddings = fromBase64(file.embeddings);
    this.heads = Float32Array.from(fromBase64(file.heads), (value) => value * file.headScale);
    if ((file.format as string) !== 'deskhand-hidden-1') throw new Error(`unknown model format ${String(file.format)}`);
    if (
      this.embeddings.length !== file.units * file.features.length ||
      this.heads.length !== file.units * labels ||
      file.unitBias.length !== file.units ||
      file.bias.length !== labels
    ) {
      throw new Error('the model file is damaged: embeddings, features and labels do not fit together');
    }
  }

  /** Probabilities by task and label; the labels of one task sum to 1. */
  predict(features: ReadonlyMap<string, number>): Record<string, Float64Array> {
    const units = this.unitsOf(features);
    const scores = Float64Array.from(this.file.bias);
    for (let k = 0; k < scores.length; k += 1) {
      const from = k * units.length;
      let score = scores[k] as number;
      for (let j = 0; j < units.length; j += 1) score += (units[j] as number) * (this.heads[from + j] as number);
      scores[k] = score;
    }
    const result: Record<string, Float64Array> = {};
    let from = 0;
    for (const task of this.file.tasks) {
      result[task.name] = softmax(scores.subarray(from, from + task.labels.length));
      from += task.labels.length;
    }
    return result;
  }

  private unitsOf(features: ReadonlyMap<string, number>): Float64Array {
    const units = Float64Array.from(this.file.unitBias);
    for (const [feature, value] of features) {
      const row = this.rows.get(feature);
      if (row === undefined) continue;
      const factor = value * this.file.embeddingScale;
      const from = row * units.length;
      for (let j = 0; j < units.length; j += 1)
        units[j] = (units[j] as number) + factor * (this.embeddings[from + j] as number);
    }
    return units.map((unit) => Math.max(0, unit));
  }
}
