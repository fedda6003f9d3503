import { ACTS, INTENTS, KINDS, SENTIMENTS, type LabelledMessage } from '../labels.js';
import { featuresOf } from '../model/features.js';
import type { Task } from '../model/linear-model.js';
import type { UnderstandingFile } from '../model/model.js';
import { read } from '../text/reading.js';
import type { PartlyLabelled } from './corpus.js';
import { DEFAULT_HIDDEN_TRAINING, trainHidden, type HiddenTrainingOptions } from './hidden-trainer.js';
import { isHeldOut } from './messages.js';
import { DEFAULT_TRAINING, train, type Example, type TrainingOptions } from './trainer.js';

export const TASKS = [
  { name: 'kind', labels: KINDS },
  { name: 'sentiment', labels: SENTIMENTS },
  { name: 'intent', labels: INTENTS },
  { name: 'act', labels: ACTS },
] as const satisfies readonly Task[];

/** Wordings of the corpus have their labels by their topic, not by a reader's judgement: they weigh less. */
const BY_TOPIC = 0.3;

/**
 * Trains on the messages that are not held out and on the wordings of the corpus that are not among them. The same input gives the same
 * file.
 */
export function trainModel(
  messages: readonly LabelledMessage[],
  corpus: readonly PartlyLabelled[] = [],
  options: { linear: TrainingOptions; hidden: HiddenTrainingOptions } = {
    linear: DEFAULT_TRAINING,
    hidden: DEFAULT_HIDDEN_TRAINING,
  },
): UnderstandingFile {
  const own = new Set(messages.map(({ text }) => text));
  const examples = [
    ...messages.filter(({ text }) => !isHeldOut(text)).map((message) => exampleOf(message)),
    ...corpus
      .filter(({ text }) => !own.has(text))
      .map((wording) => exampleOf(wording, wording.byHand ? 1 : BY_TOPIC, BY_TOPIC)),
  ];
  return {
    linear: train(TASKS, examples, options.linear),
    hidden: trainHidden(TASKS, examples, options.hidden),
  };
}

function exampleOf(message: PartlyLabelled, kindWeight = 1, otherWeight = 1): Example {
  return {
    features: featuresOf(read(message.text)),
    labels: TASKS.map(({ name, labels }) => Math.max(0, (labels as readonly string[]).indexOf(message[name] ?? ''))),
    weights: TASKS.map(({ name }) => {
      if (message[name] === undefined) return 0;
      if (name === 'kind') return kindWeight;
      // The matter of a complaint is the complaint; its words would teach the other intents nothing but noise.
      return name === 'intent' && message.should_handoff ? 0 : otherWeight;
    }),
  };
}
