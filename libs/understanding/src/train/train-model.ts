import { ACTS, INTENTS, KINDS, SENTIMENTS, type LabelledMessage } from '../labels.js';
import { featuresOf } from '../model/features.js';
import type { Task, UnderstandingParts } from '../model/parts.js';
import { read } from '../text/reading.js';
import type { PartlyLabelled } from './corpus.js';
import { DEFAULT_HIDDEN_TRAINING, trainHidden, type HiddenTrainingOptions } from './hidden-trainer.js';
import { isHeldOut } from './messages.js';
import { DEFAULT_TRAINING, packAll, train, vocabulary, type Example, type TrainingOptions } from './trainer.js';

export const TASKS = [
  { name: 'kind', labels: KINDS },
  { name: 'sentiment', labels: SENTIMENTS },
  { name: 'intent', labels: INTENTS },
  { name: 'act', labels: ACTS },
] as const satisfies readonly Task[];

/** Wordings of the corpus have their labels by their topic, not by a reader's judgement: they weigh less. */
const BY_TOPIC = 0.05;
/** That they call for nobody is sure enough, and what keeps plain questions from raising alarms. */
const PLAIN_BY_TOPIC = 0.3;
/** A feature must occur in so many messages to be learnt. */
const OCCURRENCES = 3;
/** Beginnings of the models with a hidden layer. */
const SEEDS = [7, 8, 9];
/** Praise is rare among the messages, and as worth knowing as the rest. */
const PRAISE = 2;

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
  inputs = '',
): UnderstandingParts {
  const known = new Set(messages.map(({ text }) => text));
  const isNew = ({ text }: PartlyLabelled): boolean => !known.has(text) && known.add(text).has(text);
  const examples = [
    ...messages.filter(({ text }) => !isHeldOut(text)).map((message) => exampleOf(message)),
    ...corpus.filter(isNew).map((wording) => exampleOf(wording, wording.byHand ? 1 : PLAIN_BY_TOPIC, BY_TOPIC)),
  ];
  const features = vocabulary(examples, OCCURRENCES);
  const packed = packAll(examples, features);
  return {
    inputs,
    tasks: TASKS,
    features,
    linear: train(TASKS, packed, features.length, options.linear),
    voices: SEEDS.map((seed) => trainHidden(TASKS, packed, features.length, { ...options.hidden, seed })),
  };
}

function exampleOf(message: PartlyLabelled, kindWeight = 1, otherWeight = 1): Example {
  return {
    features: featuresOf(read(message.text)),
    labels: TASKS.map(({ name, labels }) => Math.max(0, (labels as readonly string[]).indexOf(message[name] ?? ''))),
    weights: TASKS.map(({ name }) => {
      if (message[name] === undefined) return 0;
      if (name === 'kind') return kindWeight;
      if (name === 'sentiment' && message.sentiment === 'positive') return PRAISE * otherWeight;
      // The matter of a complaint is the complaint; its words would teach the other intents nothing but noise.
      return name === 'intent' && message.should_handoff ? 0 : otherWeight;
    }),
  };
}
