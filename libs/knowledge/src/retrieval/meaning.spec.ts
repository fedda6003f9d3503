import { describe, expect, it } from '@jest/globals';
import { BuiltinEmbeddings, dot, toUnit } from '#llm';
import { compareMeanings, meaningOf, queryMeaning } from './meaning.js';

const reader = new BuiltinEmbeddings();
const article = (title: string, body: string) =>
  meaningOf(
    [
      { kind: 'title', text: title },
      { kind: 'body', text: body },
    ],
    reader,
  );
const ARTICLES = [
  article('停车怎么收费？', '地下停车场每小时8元。'),
  article('会员积分多久过期？', '积分当年有效。'),
  article('退款多久到账？', '一到三个工作日退回原卡。'),
];

describe('compareMeanings', () => {
  it('finds an article that shares no word with the question nearest', () => {
    const found = compareMeanings(queryMeaning('开车过来要不要花钱', [], reader), ARTICLES);
    const whole = found.map((evidence) => evidence.whole);
    expect(whole.indexOf(Math.max(...whole))).toBe(0);
    expect(found[0]?.titleMatter).toBeGreaterThan(found[1]?.titleMatter ?? 1);
  });

  it('takes what all candidates have in common away from both sides', () => {
    const query = queryMeaning('退款到哪里', [], reader);
    const [evidence] = compareMeanings(query, ARTICLES);
    const common = new Float32Array(query.vector.length);
    for (const { whole } of ARTICLES)
      for (const [d, value] of whole.entries()) common[d] = (common[d] ?? 0) + (0.8 * value) / ARTICLES.length;
    const without = (vector: Float32Array) => toUnit(vector.map((value, d) => value - (common[d] ?? 0)));
    expect(evidence?.ownWhole).toBeCloseTo(dot(without(query.vector), without(ARTICLES[0]?.whole ?? query.vector)), 4);
  });

  it.each(['', '😡😡', '!!!', '\u0000', 'zzzzqqqq', '啊'.repeat(5000)])('stands any text: %j', (text) => {
    for (const evidence of compareMeanings(queryMeaning(text, [], reader), ARTICLES))
      for (const value of Object.values(evidence)) expect(Number.isFinite(value)).toBe(true);
  });

  it('has nothing to say without candidates', () => {
    expect(compareMeanings(queryMeaning('退款', [], reader), [])).toEqual([]);
  });
});
