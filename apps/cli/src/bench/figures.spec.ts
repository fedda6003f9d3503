import { describe, expect, it } from '@jest/globals';
import { table, timesOf } from './figures.js';
import { distinctQuestions } from './questions.js';

describe('times', () => {
  it('takes the nearest rank', () => {
    const values = Array.from({ length: 200 }, (_v, i) => 200 - i);
    expect(timesOf(values)).toEqual({ n: 200, p50: 100, p95: 190, p99: 198, max: 200 });
  });

  it('is zero when there is nothing', () => {
    expect(timesOf([])).toEqual({ n: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  });
});

describe('the report', () => {
  it('puts figures below each other', () => {
    expect(table([{ measure: 'a', figure: '1' }]).split('\n')).toEqual([
      'measure  database  figure  beside  target',
      'a                  1',
    ]);
  });
});

describe('questions', () => {
  it('are never asked twice', () => {
    const next = distinctQuestions(['停车多少钱', '怎么退货']);
    const asked = Array.from({ length: 200 }, () => next());
    expect(new Set(asked).size).toBe(200);
    expect(asked.every((question) => /停车多少钱|怎么退货/u.test(question))).toBe(true);
  });
});
