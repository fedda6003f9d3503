import { describe, expect, it } from '@jest/globals';
import { explain } from './explained.js';

const meaning = (words: Record<string, number[]>) => ({
  words: new Map(Object.entries(words).map(([word, vector]) => [word, Float32Array.from(vector)])),
});
const query = (weights: Record<string, number>) => ({ weights: new Map(Object.entries(weights)) });
const article = { lexemes: new Map([['停车', 0]]), meaning: { whole: Float32Array.from([1, 0]) } };

describe('explain', () => {
  it('counts a word the article has whole, another one as near as it is', () => {
    const found = explain(query({ 停车: 0.5, 开车: 0.5 }), meaning({ 停车: [0, 1], 开车: [0.6, 0.8] }), article);
    expect(found.explained).toBeCloseTo(0.8, 5);
    expect(found.gap).toBeCloseTo(0.2, 5);
  });

  it('leaves a word of another direction unaccounted for, and never less than that', () => {
    const found = explain(query({ 火星: 1 }), meaning({ 火星: [-1, 0] }), article);
    expect(found).toEqual({ explained: 0, gap: 1 });
  });

  it('says nothing of a question without words', () => {
    expect(explain(query({}), meaning({}), article)).toEqual({ explained: 0, gap: 0 });
  });
});
