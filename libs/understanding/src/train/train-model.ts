import { ACTS, INTENTS, KINDS, SENTIMENTS, type LabelledMessage } from '../labels.js';
import { featuresOf } from '../model/features.js';
import { LinearModel, type ModelFile, type Task } from '../model/linear-model.js';
import { read } from '../text/reading.js';
import { isHeldOut } from './messages.js';
import { DEFAULT_TRAINING, train, type TrainingOptions } from './trainer.js';

const TASKS = [
  { name: 'kind', labels: KINDS },
  { name: 'sentiment', labels: SENTIMENTS },
  { name: 'intent', labels: INTENTS },
  { name: 'act', labels: ACTS },
] as const satisfies readonly Task[];

/** Trains on the messages that are not held out. The same messages and options give the same file. */
export function trainModel(
  messages: readonly LabelledMessage[],
  options: TrainingOptions = DEFAULT_TRAINING,
): ModelFile {
  const examples = messages
    .filter(({ text }) => !isHeldOut(text))
    .map((message) => ({
      features: featuresOf(read(message.text)),
      labels: TASKS.map(({ name, labels }) => (labels as readonly string[]).indexOf(message[name])),
      weight: 1,
    }));
  return train(TASKS, examples, options);
}

export interface Report {
  messages: { trained: number; heldOut: number };
  /** Does it call for a person, by the model alone. */
  handoff: { recall: number; falseAlarms: number };
  sentiment: { accuracy: number; macroF1: number };
  intent: { accuracy: number };
  act: { accuracy: number };
}

/** The figures of a model on the held-out messages. */
export function reportOn(file: ModelFile, messages: readonly LabelledMessage[]): Report {
  const model = new LinearModel(file);
  const heldOut = messages.filter(({ text }) => isHeldOut(text));
  const guesses = heldOut.map(({ text }) => guess(model, text));
  const share = (hits: number, of: number): number => Math.round((1000 * hits) / Math.max(1, of)) / 1000;
  const accuracy = (name: 'sentiment' | 'intent' | 'act'): number =>
    share(heldOut.filter((message, i) => message[name] === guesses[i]?.[name]).length, heldOut.length);
  const called = heldOut.filter(({ should_handoff }) => should_handoff);
  const missed = heldOut.filter(({ should_handoff }, i) => should_handoff && guesses[i]?.kind === 'none');
  const alarms = heldOut.filter(({ should_handoff }, i) => !should_handoff && guesses[i]?.kind !== 'none');
  const f1 = SENTIMENTS.map((label) => {
    const right = heldOut.filter(({ sentiment }, i) => sentiment === label && guesses[i]?.sentiment === label).length;
    const said = guesses.filter(({ sentiment }) => sentiment === label).length;
    const meant = heldOut.filter(({ sentiment }) => sentiment === label).length;
    return (2 * right) / Math.max(1, said + meant);
  });
  return {
    messages: { trained: messages.length - heldOut.length, heldOut: heldOut.length },
    handoff: {
      recall: share(called.length - missed.length, called.length),
      falseAlarms: share(alarms.length, heldOut.length - called.length),
    },
    sentiment: {
      accuracy: accuracy('sentiment'),
      macroF1: share(
        f1.reduce((a, b) => a + b, 0),
        f1.length,
      ),
    },
    intent: { accuracy: accuracy('intent') },
    act: { accuracy: accuracy('act') },
  };
}

function guess(model: LinearModel, text: string): Record<string, string> {
  const probabilities = model.predict(featuresOf(read(text)));
  const top = (name: string, labels: readonly string[]): string => {
    const values = probabilities[name] ?? [];
    return labels.reduce(
      (best, label, i) => ((values[i] ?? 0) > (values[labels.indexOf(best)] ?? 0) ? label : best),
      labels[0] ?? '',
    );
  };
  const result = Object.fromEntries(TASKS.map(({ name, labels }) => [name, top(name, labels)]));
  // Somebody is needed when all the kinds together are likelier than none.
  if ((probabilities.kind?.[0] ?? 1) > 0.5) result.kind = 'none';
  else if (result.kind === 'none') result.kind = 'complaint';
  return result;
}
