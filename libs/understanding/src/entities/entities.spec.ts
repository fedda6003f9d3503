import { describe, expect, it } from '@jest/globals';
import type { Entity } from '#kernel';
import { chineseNumber } from './amount.js';
import { findEntities } from './index.js';

/** Thursday 15 January 2026, ten in the morning in China. */
const NOW = new Date('2026-01-15T02:00:00.000Z');
const found = (text: string): string[] => findEntities(text, NOW).map(({ kind, value }) => `${kind} ${value}`);

describe('findEntities', () => {
  it.each<[string, string[]]>([
    ['订单号：20240315887766 到哪了', ['order_no 20240315887766']],
    ['订单号是ab-99812，帮我查', ['order_no AB-99812']],
    ['单号SF1029384756', ['order_no SF1029384756']],
    ['order #448120 please', ['order_no 448120']],
    ['where is 2024031588776612', ['order_no 2024031588776612']],
    ['电话１３８ １２３４ ５６７８', ['phone 13812345678']],
    ['打 +86 138-1234-5678', ['phone 8613812345678']],
    ['call +1 415 555 2671', ['phone 14155552671']],
    ['座机 021-62345678', ['phone 02162345678']],
    ['发到 Li.Lei+shop@Example.com。', ['email li.lei+shop@example.com']],
    ['花了¥1,299.50', ['amount 1299.50']],
    ['三千五百块买的', ['amount 3500.00']],
    ['才 35.5元', ['amount 35.50']],
    ['2万块', ['amount 20000.00']],
    ['paid $49.90 for it', ['amount USD 49.90']],
    ['昨天买的', ['date 2026-01-14']],
    ['2025年12月30日下单', ['date 2025-12-30']],
    ['3天前付的款', ['date 2026-01-12']],
    ['on May 5th, 2025', ['date 2025-05-05']],
    ['bought it yesterday', ['date 2026-01-14']],
  ])('%s', (text, entities) => {
    expect(found(text)).toEqual(entities);
  });

  it.each([
    '身份证310101199003071234',
    '我买了3件',
    'size 42 and 175 cm',
    '我可以等，may I ask',
    '第三天了',
    '营业到 22:00',
  ])('nothing in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('gives places in the text as it was written, none overlapping', () => {
    const text = '订单20240315887766昨天付了三百块，电话13812345678，邮箱ａｂ＠x.com';
    const entities: Entity[] = findEntities(text, NOW);
    expect(entities.map(({ kind }) => kind)).toEqual(['order_no', 'date', 'amount', 'phone', 'email']);
    entities.forEach(({ start, end, text: words }, i) => {
      expect(text.slice(start, end)).toBe(words);
      expect(start).toBeGreaterThanOrEqual(entities[i - 1]?.end ?? 0);
    });
  });
});

describe('chineseNumber', () => {
  it.each([
    ['三千五百', 3500],
    ['两万', 20000],
    ['一百五', 150],
    ['一百零五', 105],
    ['十二', 12],
    ['一万三千', 13000],
    ['八百八十八', 888],
  ])('%s', (text, value) => {
    expect(chineseNumber(text)).toBe(value);
  });
});
