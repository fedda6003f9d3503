import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHeldOut } from '#understanding';
import { evalAlarms } from './alarms.task.js';
import { evalHandoff, handoffRow } from './handoff.task.js';
import { queryRow } from './knowledge-rows.js';
import { evalMessages } from './messages.task.js';
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

  it('tells for each trigger how much of what it heard is right, and how much of its kinds it heard', async () => {
    const { triggers } = await evalHandoff([
      { text: '转人工', should_handoff: true, kind: 'human_request' },
      { text: '转接人工客服', should_handoff: false, kind: 'question' },
      { text: '我的卡被盗刷了', should_handoff: true, kind: 'fraud' },
      { text: '鞋子几码', should_handoff: true, kind: 'risk' },
      { text: '答非所问', should_handoff: true, kind: 'repeated_failure' },
    ]);
    expect(triggers.human_request).toMatchObject({ said: 2, precision: 0.5, meant: 1, recall: 1 });
    expect(triggers.risk).toMatchObject({ said: 1, precision: 1, meant: 2, recall: 0.5 });
    expect(triggers.bot_failure).toMatchObject({ said: 1, precision: 1, meant: 1, recall: 1 });
    expect(triggers.anger).toBeUndefined();
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
    expect(figures.macro_f1_interval).toEqual([1, 1]);
    expect(figures.labels.neutral).toBeUndefined();
  });

  it('refuses an unknown label', () => {
    expect(() => sentimentRow({ text: 'x', label: 'meh' })).toThrow(/"label"/);
  });
});

describe('evalAlarms', () => {
  const row = (query: string, faq_id: string | null, kind?: string): ReturnType<typeof queryRow> =>
    queryRow({ query, faq_id, ...(kind && { kind }) });

  it('counts plain questions that would have gone to a person, and names their articles', async () => {
    const rows = [
      row('停车怎么收费', 'parking'),
      row('鞋子几码', 'size'),
      row('我的卡被盗刷了', 'stolen_card'),
      row('转人工', null, 'near'),
    ];
    expect(await evalAlarms(rows)).toMatchObject({
      false_alarms: 0.5,
      n: 4,
      left_out: 0,
      by_article: { stolen_card: { alarms: 1, n: 1 }, near: { alarms: 1, n: 1 } },
    });
    expect(await evalAlarms(rows, new Set(['stolen_card']))).toMatchObject({ false_alarms: 0.3333, left_out: 1 });
  });

  it('stands without rows', async () => {
    expect(await evalAlarms([])).toMatchObject({ false_alarms: 0, n: 0, by_article: {} });
  });
});

describe('evalMessages', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'messages-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('measures the messages that training never sees', async () => {
    const texts = Array.from({ length: 60 }, (_, i) => `第${i}层的停车怎么收费`);
    const rows = texts.map((text) => ({
      text,
      should_handoff: false,
      kind: 'none',
      sentiment: 'neutral',
      intent: 'parking',
      act: 'question',
    }));
    await writeFile(join(folder, 'a.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    const heldOut = texts.filter(isHeldOut).length;
    expect(heldOut).toBeGreaterThan(0);
    const figures = await evalMessages(folder);
    expect(figures).toMatchObject({ n: heldOut, handoff: { zh: { n: heldOut, false_alarms: 0 }, en: { n: 0 } } });
    expect(figures.intent.labels.parking?.n).toBe(heldOut);
    expect(figures.act.accuracy).toBe(1);
  });

  it.each([
    ['a line that is no JSON', '{oops', /a\.jsonl:1: not JSON/],
    ['bytes that are no text', '\u0000\u0001\ufffd\ufffd', /a\.jsonl:1: not JSON/],
    ['an unknown kind', '{"text":"x","should_handoff":true,"kind":"odd"}', /a\.jsonl:1: unknown kind odd/],
  ])('names file and line of %s', async (_, content, message) => {
    await writeFile(join(folder, 'a.jsonl'), content);
    await expect(evalMessages(folder)).rejects.toThrow(message);
  });
});
