import { describe, expect, it } from '@jest/globals';
import type { LabelledMessage } from '../labels.js';
import { learningCurve } from './curve.js';
import { DEFAULT_HIDDEN_TRAINING } from './hidden-trainer.js';
import { isHeldOut } from './messages.js';
import { trainModel } from './train-model.js';
import { DEFAULT_TRAINING } from './trainer.js';

const messages = Array.from({ length: 160 }, (_, i): LabelledMessage => {
  const calls = i % 2 === 0;
  return {
    text: calls ? `你们骗人，第${i}次了，赔我` : `请问${i}号门几点开`,
    should_handoff: calls,
    kind: calls ? 'complaint' : 'none',
    sentiment: calls ? 'negative' : 'neutral',
    intent: calls ? 'complaint' : 'store_hours',
    act: 'question',
  };
});
const corpus = Array.from({ length: 80 }, (_, i) => ({ text: `停车${i}小时多少钱`, intent: 'parking' as const }));

const quick = {
  linear: { ...DEFAULT_TRAINING, epochs: 5 },
  hidden: { ...DEFAULT_HIDDEN_TRAINING, units: 4, epochs: 2 },
};

describe('learningCurve', () => {
  const taught: string[][] = [];
  const points = [
    ...learningCurve(messages, corpus, (part, wordings) => {
      taught.push([...part.map(({ text }) => text).filter((text) => !isHeldOut(text))]);
      return trainModel(part, wordings, quick);
    }),
  ];

  it('trains on growing parts, each within the next, the last one whole', () => {
    const teaching = messages.filter(({ text }) => !isHeldOut(text));
    expect(points.map(({ share }) => share)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(points.at(-1)).toMatchObject({ messages: teaching.length, wordings: corpus.length });
    for (const [i, smaller] of taught.slice(0, -1).entries()) {
      expect(smaller.length).toBeLessThan(taught[i + 1]?.length ?? 0);
      expect(taught[i + 1]).toEqual(expect.arrayContaining(smaller));
    }
  });

  it('measures each on all that is held out', () => {
    const held = messages.filter(({ text }) => isHeldOut(text));
    const calls = held.filter(({ should_handoff }) => should_handoff).length;
    for (const { handoff } of points) {
      expect(handoff.zh.recall.of).toBe(calls);
      expect(handoff.zh.falseAlarms.of).toBe(held.length - calls);
    }
  });
});
