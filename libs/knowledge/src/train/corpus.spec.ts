import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readCorpus } from './corpus.js';

const corpus = readCorpus(join(dirname(fileURLToPath(import.meta.url)), '../../../../knowledge-base/corpus'));

function twice(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
}

describe('knowledge-base/corpus', () => {
  it('has each matter of another trade once in a language, each with an area and questions of its own', () => {
    expect(twice(corpus.trades.map(({ trade, topic, lang }) => `${trade}/${topic} ${lang}`))).toEqual([]);
    for (const { topic, texts } of corpus.trades) {
      expect(topic).toMatch(/^[a-z_]+\.[a-z_]+$/u);
      expect(texts.length).toBeGreaterThanOrEqual(3);
      expect(twice(texts)).toEqual([]);
    }
  });

  it('puts the questions of the other trades with those from elsewhere', () => {
    const [first] = corpus.trades;
    expect(corpus.elsewhere).toContainEqual({
      domain: first?.trade,
      topic: first?.topic,
      lang: first?.lang,
      text: first?.texts[0],
    });
  });

  it('excepts strays only from topics there are', () => {
    const topics = new Set(corpus.topics.map(({ topic }) => topic));
    const named = corpus.elsewhere.flatMap(({ unless }) => unless ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((topic) => !topics.has(topic))).toEqual([]);
  });
});
