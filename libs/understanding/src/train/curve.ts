import { createHash } from 'node:crypto';
import { SystemClock } from '#kernel';
import type { LabelledMessage } from '../labels.js';
import { UnderstandingModel } from '../model/model.js';
import { UnderstandingService } from '../understanding.service.js';
import type { PartlyLabelled } from './corpus.js';
import { reportOn, type Report } from './report.js';
import { isHeldOut } from './messages.js';
import { trainModel } from './train-model.js';

export const SHARES = [0.25, 0.5, 0.75, 1];

/** What is learnt from a part of the texts. */
export interface CurvePoint extends Pick<Report, 'handoff' | 'sentiment' | 'intent' | 'act'> {
  /** Of the messages that may teach and of the corpus, 0..1. */
  share: number;
  messages: number;
  wordings: number;
}

/**
 * Trains on growing parts of the messages and the corpus and measures each time on all messages that are held out: whether more texts
 * would still help. The smaller parts are within the larger ones.
 */
export function* learningCurve(
  messages: readonly LabelledMessage[],
  corpus: readonly PartlyLabelled[],
  train = trainModel,
): Generator<CurvePoint> {
  for (const share of SHARES) {
    const teaching = messages.filter(({ text }) => !isHeldOut(text) && isWithin(text, share));
    const wordings = corpus.filter(({ text }) => isWithin(text, share));
    const held = messages.filter(({ text }) => isHeldOut(text));
    // The held-out ones come along so that the corpus's wordings of the same text are left out; they teach nothing.
    const model = new UnderstandingModel(train([...teaching, ...held], wordings));
    const report = reportOn(new UnderstandingService(new SystemClock(), model), held);
    const { handoff, sentiment, intent, act } = report;
    yield { share, messages: teaching.length, wordings: wordings.length, handoff, sentiment, intent, act };
  }
}

/** Whether a text belongs to this part of all: by a hash of it, so that a part is always the same and every larger one holds it. */
export function isWithin(text: string, share: number): boolean {
  return createHash('sha256').update(text).digest().readUInt32BE() < share * 2 ** 32;
}
