import type { Intent, Kind, LabelledMessage } from '../labels.js';
import type { Reading } from '../text/reading.js';
import { featuresOf } from './features.js';
import type { UnderstandingModel } from './model.js';

/** What the model makes of a message: a probability for each label of each task. */
export interface Judgement {
  kind: ReadonlyMap<Kind, number>;
  sentiment: ReadonlyMap<LabelledMessage['sentiment'], number>;
  intent: ReadonlyMap<Intent, number>;
  act: ReadonlyMap<LabelledMessage['act'], number>;
}

export function judge(model: UnderstandingModel, reading: Reading): Judgement {
  const probabilities = model.predict(featuresOf(reading));
  const of = <L extends string>(name: keyof Judgement): ReadonlyMap<L, number> => {
    const labels = (model.tasks.find((task) => task.name === name)?.labels ?? []) as readonly L[];
    return new Map(labels.map((label, i) => [label, probabilities[name]?.[i] ?? 0]));
  };
  return { kind: of('kind'), sentiment: of('sentiment'), intent: of('intent'), act: of('act') };
}

/** @throws Error when there is nothing to choose from: the model lacks the task. */
export function likeliest<T>(probabilities: ReadonlyMap<T, number>): [T, number] {
  const [first, ...rest] = [...probabilities];
  if (!first) throw new Error('a task of the model has no labels');
  return rest.reduce((best, next) => (next[1] > best[1] ? next : best), first);
}
