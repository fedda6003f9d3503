import { describe, expect, it } from '@jest/globals';
import { evalHandoff, handoffRow } from './handoff.task.js';
import { evalSentiment, sentimentRow } from './sentiment.task.js';

describe('evalHandoff', () => {
  it('counts by the code that serves shoppers, and by kind', async () => {
    const figures = await evalHandoff([
      { text: '转人工', should_handoff: true, kind: 'human_request' },
      { text: '我要投诉你们', should_handoff: true, kind: 'complaint' },
      { text: '鞋子几码', should_handoff: true, kind: 'complaint' },
      { text: '停车怎么收费', should_handoff: false, kind: 'question' },
      { text: '我不是要投诉，只想问营业时间', should_handoff: false, kind: 'negation' },
    ]);
    expect(figures).toMatchObject({ precision: 1, recall: 0.6667, f1: 0.8, n: 5, false_alarms: 0 });
    expect(figures.kinds.complaint).toMatchObject({ recall: 0.5, n: 2 });
    expect(figures.kinds.negation).toMatchObject({ false_alarms: 0, n: 1 });
    expect(figures.recall_interval[0]).toBeLessThan(0.6667);
  });

  it('names both sorts of a kind that has both', async () => {
    const { kinds } = await evalHandoff([
      { text: '转人工', should_handoff: true },
      { text: '停车怎么收费', should_handoff: false },
    ]);
    expect(Object.keys(kinds)).toEqual(['unnamed', 'unnamed:plain']);
  });

  it('stands without rows, and refuses wrong ones', async () => {
    expect(await evalHandoff([])).toMatchObject({ n: 0, recall: 0, precision: 0 });
    expect(() => handoffRow({ text: 'x', should_handoff: 'yes' })).toThrow(/should_handoff/);
    expect(() => handoffRow({ text: ' ', should_handoff: true })).toThrow(/"text"/);
  });
});

describe('evalSentiment', () => {
  it('gives accuracy and F1 over the labels that occur', async () => {
    const figures = await evalSentiment([
      { text: '你们服务太好了，点赞', label: 'positive' },
      { text: '真是受够你们了，什么破店', label: 'negative' },
    ]);
    expect(figures).toMatchObject({ accuracy: 1, macro_f1: 1, f1_negative: 1, n: 2 });
    expect(figures.labels.neutral).toBeUndefined();
  });

  it('refuses an unknown label', () => {
    expect(() => sentimentRow({ text: 'x', label: 'meh' })).toThrow(/"label"/);
  });
});
