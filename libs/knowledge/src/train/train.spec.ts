import { describe, expect, it } from '@jest/globals';
import { dot } from '#llm';
import { orderOf } from '../retrieval/ranking.js';
import { CONTRASTIVE } from './contrastive.js';
import type { TrainingCorpus } from './corpus.js';
import { PaperShop, type ShopArticle } from './shop.js';
import { tradeProblems } from './trade-shops.js';
import { Random } from './random.js';
import { trainEmbedder } from './train-embedder.js';
import { trainRanking } from './train-ranking.js';

const MATTERS: Readonly<Record<string, readonly string[]>> = {
  parking: ['开车来要花钱吗', '车位收费吗', '停一小时多少钱', '开车去停哪儿收费', '地库收费不'],
  refund: ['钱什么时候退我', '退的款几天到', '啥时候退钱', '退款还没到', '钱退到哪里了'],
  points: ['积分能干嘛', '积分换东西', '积分什么时候清零', '我的积分呢', '积分怎么攒'],
  size: ['穿不下想换大的', '鞋小了', '码数不对', '偏大还是偏小', '尺码怎么挑'],
};

const corpus: TrainingCorpus = {
  topics: Object.keys(MATTERS).map((topic) => ({
    topic,
    near: [],
    articles: { zh: { titles: [MATTERS[topic]?.[0] ?? ''], body: '' }, en: { titles: [], body: '' } },
  })),
  wordings: Object.entries(MATTERS).flatMap(([topic, texts]) =>
    texts.map((text) => ({ topic, lang: 'zh' as const, text })),
  ),
  elsewhere: [
    ...['明天下雨吗', '今天多少度', '明天下雪吗', '今天下雨不'].map((text) => ({
      domain: 'home',
      topic: 'weather',
      lang: 'zh' as const,
      text,
    })),
    { domain: 'stray', topic: null, lang: 'zh', text: '秦始皇哪年生的' },
  ],
  trades: [],
};
// Few matters, so each comes up with few others: the trainer needs eight to a batch.
const wide: TrainingCorpus = {
  ...corpus,
  elsewhere: [
    ...corpus.elsewhere,
    ...['唱歌', '跳舞', '画画', '下棋'].flatMap((topic) =>
      ['想学', '怎么学', '谁教'].map((verb) => ({
        domain: 'hobby',
        topic,
        lang: 'zh' as const,
        text: `${verb}${topic}`,
      })),
    ),
  ],
};
const options = { ...CONTRASTIVE, dimensions: 16, epochs: 4 };
const reader = trainEmbedder(wide, 7, options);

describe('trainEmbedder', () => {
  it('brings wordings of one matter near and others apart', () => {
    const likeness = (a: string, b: string) => dot(reader.read(a).vector, reader.read(b).vector);
    expect(likeness('退款还没到', '啥时候退钱')).toBeGreaterThan(likeness('退款还没到', '积分怎么攒') + 0.3);
  });

  it('gives the same file from the same corpus and seed, another one from another seed', () => {
    expect(trainEmbedder(wide, 7, options).encode().equals(reader.encode())).toBe(true);
    expect(trainEmbedder(wide, 8, options).encode().equals(reader.encode())).toBe(false);
  });

  it('tells matters of a shop from others', () => {
    expect(reader.place(reader.read('明天下雨')).elsewhere).toBeGreaterThan(0.5);
    expect(reader.place(reader.read('退款几天到')).elsewhere).toBeLessThan(0.5);
  });
});

describe('tradeProblems', () => {
  const rows = ['bank', 'hotel', 'rail'].flatMap((domain) =>
    Array.from({ length: 8 }, (_, i) => i).flatMap((i) =>
      ['怎么办', '多少钱', '在哪里'].map((text) => ({
        domain,
        topic: `m${i}`,
        lang: 'zh' as const,
        text: `${domain}${i}${text}`,
      })),
    ),
  );
  const strays = [{ domain: 'stray', topic: null, lang: 'zh' as const, text: '月亮多远' }];
  const matters = ['bank', 'hotel', 'rail'].map((trade) => ({
    trade,
    topic: 'm0',
    lang: 'zh' as const,
    titles: [`${trade}的事`],
    body: '见柜台。',
    texts: [],
  }));
  const made = tradeProblems({ rows, matters, strays, language: 'zh' }, reader, new Random(1));

  it('asks what a shop has, with one article right, and what it has not', () => {
    const rights = made.map(({ right }) => right.filter(Boolean).length);
    expect(new Set(rights)).toEqual(new Set([0, 1]));
  });

  it('makes shops of one trade, and of several', () => {
    const sizes = new Set(made.map(({ right }) => right.length));
    expect(Math.min(...sizes)).toBe(6);
    expect(Math.max(...sizes)).toBeGreaterThan(8);
  });

  it('makes none of too few matters', () => {
    const few = rows.filter(({ topic }) => topic < 'm4');
    const single = few.filter(({ domain }) => domain === 'bank');
    expect(tradeProblems({ rows: single, matters: [], strays, language: 'zh' }, reader, new Random(1))).toEqual([]);
  });
});

describe('trainRanking', () => {
  const shelf = Object.entries(MATTERS).map(([id, [title = '']]): ShopArticle => ({
    id,
    title,
    questions: [],
    text: title,
  }));
  const shop = new PaperShop(shelf, reader);
  const problems = [
    ...Object.entries(MATTERS).flatMap(([topic, texts]) =>
      texts.slice(1).map((text) => shop.problem(text, new Set([topic]))),
    ),
    ...wide.elsewhere.map(({ text }) => shop.problem(text, new Set())),
  ];
  const many = Array.from({ length: 12 }, () => problems).flat();

  it('learns to put the right article first, and when there is none', () => {
    const model = trainRanking(many);
    const judge = (question: string) => {
      const { field } = shop.problem(question, new Set());
      const judgement = model.judge(field);
      return { best: shelf[orderOf(judgement.scores)[0] ?? 0]?.id, ...model.sureness(field, judgement) };
    };
    expect(judge('退款几天能到').best).toBe('refund');
    expect(judge('退款几天能到').first).toBeGreaterThan(judge('今天下雪吗').first + 0.3);
  });

  it('fits how sure it is on a real shop, where there is one', () => {
    const real = many.map((problem) => ({ ...problem, real: true }));
    expect(trainRanking(many).toParts().firstScale).toEqual({ slope: 1, shift: 0 });
    expect(trainRanking(real).toParts().firstScale).not.toEqual({ slope: 1, shift: 0 });
  });

  it('refuses to learn from nothing', () => {
    expect(() => trainRanking([])).toThrow(/nothing/);
  });
});
