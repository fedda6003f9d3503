import { describe, expect, it } from '@jest/globals';
import { conceptsOf, mendedWords } from '../text/index.js';
import { BuiltinEmbeddings } from './builtin.js';

const model = new BuiltinEmbeddings();

async function likeness(a: string, b: string): Promise<number> {
  const [x, [y]] = await Promise.all([model.embedQuery(a), model.embedDocuments([b])]);
  return x.reduce((sum, value, i) => sum + value * (y?.[i] ?? 0), 0);
}

describe('concepts', () => {
  it.each([
    ['开车过来要不要花钱', ['parking', 'fee']],
    ['裙子穿不下能换大一号吗', ['clothes', 'size', 'exchange']],
    ['我刚买第二天就降价了', ['pricediff']],
    ['How long until my refund arrives?', ['refund', 'howlong']],
    ['Do you deliver within half an hour', ['delivery']],
  ])('%s', (text, concepts) => {
    expect(conceptsOf(text)).toEqual(expect.arrayContaining(concepts));
  });
});

describe('mended words', () => {
  it.each([
    ['优汇券怎么用', '优惠券'],
    ['tuihuo要几天', '退货'],
    ['fapiao怎么开', '发票'],
    ['how do i get my refnd', 'refund'],
  ])('%s → %s', (text, word) => {
    expect(mendedWords(text)).toContain(word);
  });

  it.each(['停车场几点关门', '我想买一件外套', 'where can I park my car'])('leaves %j alone', (text) => {
    expect(mendedWords(text)).toEqual([]);
  });
});

describe('BuiltinEmbeddings', () => {
  it('brings other words of the same meaning nearer than another matter', async () => {
    const same = await likeness('开车过来要不要花钱', '杭州滨江店停车怎么收费？');
    const other = await likeness('开车过来要不要花钱', '积分多久过期？');
    expect(same).toBeGreaterThan(other + 0.2);
  });

  it('meets across languages', async () => {
    const same = await likeness('how much is parking', '停车怎么收费？');
    const other = await likeness('how much is parking', '怎么注销会员？');
    expect(same).toBeGreaterThan(other + 0.2);
  });

  it('reads pinyin as what it stands for', async () => {
    const [typed, meant] = await Promise.all([
      model.embedQuery('tingche怎么shoufei'),
      model.embedQuery('停车怎么收费'),
    ]);
    expect(typed.reduce((sum, value, i) => sum + value * (meant[i] ?? 0), 0)).toBeGreaterThan(0.7);
  });
});
