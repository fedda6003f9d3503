/** One question the model answers about a message, with its possible answers. */
export interface Task {
  readonly name: string;
  readonly labels: readonly string[];
}

/** Numbers of one byte each: a value is its byte times the scale. */
export interface Scaled {
  readonly values: Int8Array;
  readonly scale: number;
}

/** A softmax regression per task over the same features. */
export interface LinearPart {
  /** Feature × all labels of all tasks. */
  readonly weights: Scaled;
  readonly bias: readonly number[];
}

/**
 * One layer of rectified units between the features and the answers: features that behave alike share units, so what was learnt of one
 * wording helps with its like.
 */
export interface HiddenPart {
  readonly units: number;
  /** Feature × unit. */
  readonly embeddings: Scaled;
  readonly unitBias: readonly number[];
  /** Label × unit. */
  readonly heads: Scaled;
  readonly bias: readonly number[];
}

/** What training makes: a linear model, which also gives the evidence, and several with a hidden layer, trained from other beginnings. */
export interface UnderstandingParts {
  /** Digest of what it was trained on; empty when that was no folder. */
  readonly inputs: string;
  readonly tasks: readonly Task[];
  /** A feature's place is its row in every part. */
  readonly features: readonly string[];
  readonly linear: LinearPart;
  readonly voices: readonly HiddenPart[];
}

/** How many answers all tasks have together. */
export function widthOf(tasks: readonly Task[]): number {
  return tasks.reduce((sum, task) => sum + task.labels.length, 0);
}

/** As int8: the largest value becomes 127. */
export function scaled(values: Float32Array | Float64Array): Scaled {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const scale = largest / 127 || 1;
  return { values: Int8Array.from(values, (value) => Math.round(value / scale)), scale };
}
