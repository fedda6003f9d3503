import { describe, expect, it } from '@jest/globals';
import { BuiltinEmbeddings } from '#llm';
import type { TrainingCorpus } from './corpus.js';
import { learningCurve } from './curve.js';
import type { OwnShop } from './own-shop.js';

const corpus: TrainingCorpus = {
  topics: [],
  trades: [],
  wordings: Array.from({ length: 200 }, (_, i) => ({ topic: 'parking.fee', lang: 'zh' as const, text: `停车费 ${i}` })),
  elsewhere: Array.from({ length: 40 }, (_, i) => ({
    domain: 'weather',
    topic: null,
    lang: 'en' as const,
    text: `rain ${i}`,
  })),
};

const shop: OwnShop = {
  kind: 'whole',
  shelf: [
    { id: 'parking', title: '停车怎么收费', questions: [], text: '每小时十元。' },
    { id: 'refund', title: '退款多久到账', questions: [], text: '三天内原路退回。' },
  ],
  questions: [
    { text: '停车怎么收费', right: new Set(['parking']) },
    { text: '退款多久到账', right: new Set(['refund']) },
    { text: '停车怎么收费', right: new Set(['refund']) },
    { text: '明天下雨吗', right: new Set() },
  ],
};

describe('learningCurve', () => {
  const parts: TrainingCorpus[] = [];
  const points = [
    ...learningCurve(corpus, [shop], (part) => {
      parts.push(part);
      return new BuiltinEmbeddings();
    }),
  ];

  it('trains on growing parts, each within the next, the last one whole', () => {
    const texts = parts.map(({ wordings, elsewhere }) => [...wordings, ...elsewhere].map(({ text }) => text));
    expect(points.map(({ questions }) => questions)).toEqual(texts.map(({ length }) => length));
    for (const [i, smaller] of texts.slice(0, -1).entries()) {
      expect(smaller.length).toBeLessThan(texts[i + 1]?.length ?? 0);
      expect(texts[i + 1]).toEqual(expect.arrayContaining(smaller));
    }
    expect(texts.at(-1)).toHaveLength(240);
  });

  it('counts the questions in scope, and how many articles stand before the right one', () => {
    expect(points.map((point) => [point.n, point['recall@1'], point['recall@3']])).toEqual(
      Array.from({ length: 4 }, () => [3, 0.6667, 1]),
    );
  });
});
