import { decodeModel } from './model-file.js';
import { widthOf, type HiddenPart, type LinearPart, type Task, type UnderstandingParts } from './parts.js';

/** The features of a message that the model knows, as rows with their weights. */
interface Known {
  rows: readonly number[];
  values: readonly number[];
}

/**
 * A linear model and several with a hidden layer, asked together: the mean of their scores, which is the geometric mean of their
 * probabilities. A feature the model has never met counts nothing.
 */
export class UnderstandingModel {
  private readonly rows: ReadonlyMap<string, number>;
  private readonly heads: readonly Float32Array[];
  private readonly width: number;

  constructor(private readonly parts: UnderstandingParts) {
    this.width = widthOf(parts.tasks);
    this.rows = new Map(parts.features.map((feature, row) => [feature, row]));
    this.heads = parts.voices.map(({ heads }) => Float32Array.from(heads.values, (value) => value * heads.scale));
  }

  /** @throws Error when the bytes are no model of this format */
  static decode(file: Buffer): UnderstandingModel {
    return new UnderstandingModel(decodeModel(file));
  }

  get tasks(): readonly Task[] {
    return this.parts.tasks;
  }

  /** Probabilities by task and label; the labels of one task sum to 1. */
  predict(features: ReadonlyMap<string, number>): Record<string, Float64Array> {
    const known = this.known(features);
    const scores = new Float64Array(this.width);
    addLinear(this.parts.linear, known, scores);
    for (const [i, voice] of this.parts.voices.entries())
      addHidden(voice, this.heads[i] ?? new Float32Array(), known, scores);
    const asked = 1 + this.parts.voices.length;
    for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] as number) / asked;
    const result: Record<string, Float64Array> = {};
    let from = 0;
    for (const task of this.tasks) {
      result[task.name] = softmax(scores.subarray(from, from + task.labels.length));
      from += task.labels.length;
    }
    return result;
  }

  /** How much one feature of weight `value` speaks for a label, by the linear part; 0 when unknown. */
  pull(feature: string, value: number, task: string, label: string): number {
    const row = this.rows.get(feature);
    if (row === undefined) return 0;
    const { values, scale } = this.parts.linear.weights;
    let from = row * this.width;
    for (const { name, labels } of this.tasks) {
      if (name === task) return (values[from + labels.indexOf(label)] ?? 0) * scale * value;
      from += labels.length;
    }
    return 0;
  }

  private known(features: ReadonlyMap<string, number>): Known {
    const rows: number[] = [];
    const values: number[] = [];
    for (const [feature, value] of features) {
      const row = this.rows.get(feature);
      if (row === undefined) continue;
      rows.push(row);
      values.push(value);
    }
    return { rows, values };
  }
}

function addLinear({ weights, bias }: LinearPart, { rows, values }: Known, scores: Float64Array): void {
  const width = scores.length;
  for (let k = 0; k < width; k += 1) scores[k] = (scores[k] as number) + (bias[k] as number);
  for (let f = 0; f < rows.length; f += 1) {
    const from = (rows[f] as number) * width;
    const factor = (values[f] as number) * weights.scale;
    for (let k = 0; k < width; k += 1) {
      scores[k] = (scores[k] as number) + factor * (weights.values[from + k] as number);
    }
  }
}

function addHidden(voice: HiddenPart, heads: Float32Array, { rows, values }: Known, scores: Float64Array): void {
  const { units, embeddings, unitBias, bias } = voice;
  const layer = Float64Array.from(unitBias);
  for (let f = 0; f < rows.length; f += 1) {
    const from = (rows[f] as number) * units;
    const factor = (values[f] as number) * embeddings.scale;
    for (let j = 0; j < units; j += 1) {
      layer[j] = (layer[j] as number) + factor * (embeddings.values[from + j] as number);
    }
  }
  for (let k = 0; k < scores.length; k += 1) {
    const from = k * units;
    let score = bias[k] as number;
    for (let j = 0; j < units; j += 1) score += Math.max(0, layer[j] as number) * (heads[from + j] as number);
    scores[k] = (scores[k] as number) + score;
  }
}

function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
