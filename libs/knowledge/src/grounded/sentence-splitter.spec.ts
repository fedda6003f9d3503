import { describe, expect, it } from '@jest/globals';
import { markersOf, SentenceSplitter, withoutMarkers } from './sentence-splitter.js';

const split = (text: string, size: number): string[] => {
  const splitter = new SentenceSplitter();
  const out: string[] = [];
  for (let i = 0; i < text.length; i += size) out.push(...splitter.push(text.slice(i, i + size)));
  return [...out, ...splitter.flush()];
};

const CASES: [string, string[]][] = [
  ['前 15 分钟免费。[1] 之后每小时 12 元。[1][2]', ['前 15 分钟免费。[1]', '之后每小时 12 元。[1][2]']],
  ['前 15 分钟免费[1]。之后每小时 12 元[1]！', ['前 15 分钟免费[1]。', '之后每小时 12 元[1]！']],
  [
    'It costs 3.5 yuan.[1] See www.a.example/x.y for more. [2]',
    ['It costs 3.5 yuan.[1]', 'See www.a.example/x.y for more. [2]'],
  ],
  [
    'Bring an ID, e.g. a passport.[1] Open from 10 a.m. to 9 p.m. daily.[1]',
    ['Bring an ID, e.g. a passport.[1]', 'Open from 10 a.m. to 9 p.m. daily.[1]'],
  ],
  ['We close at 9 p.m.[1] Parking is free.[2]', ['We close at 9 p.m.[1]', 'Parking is free.[2]']],
  [
    '会员权益：\n- 青杉 1 小时[1]\n- 银杉 2 小时[1]\n\n其他另计。[1]',
    ['会员权益：\n- 青杉 1 小时[1]\n- 银杉 2 小时[1]', '其他另计。[1]'],
  ],
  ['1. Bring the receipt.[1]\n2. Go to F1.[1]', ['1. Bring the receipt.[1]', '2. Go to F1.[1]']],
  ['他说“可以退。”[1]然后走了。[2]', ['他说“可以退。”[1]', '然后走了。[2]']],
  ['没有句号', ['没有句号']],
  ['好的！？真的吗？', ['好的！？', '真的吗？']],
  ['', []],
];

describe('SentenceSplitter', () => {
  for (const size of [1, 2, 3, 7, 1_000]) {
    it.each(CASES)(`in pieces of ${size}: %j`, (text, sentences) => {
      expect(split(text, size)).toEqual(sentences);
    });
  }

  it('gives a sentence as soon as it is certainly over', () => {
    const splitter = new SentenceSplitter();
    expect(splitter.push('前 15 分钟免费[1]。')).toEqual(['前 15 分钟免费[1]。']);
    expect(splitter.push('之后每小时 12 元。')).toEqual([]);
    expect(splitter.push('[1')).toEqual([]);
    expect(splitter.push(']\n每')).toEqual(['之后每小时 12 元。[1]']);
  });

  it('does not hold on to a text without an end', () => {
    expect(split('没'.repeat(2_000), 50).join('')).toBe('没'.repeat(2_000));
  });
});

describe('markers', () => {
  it('are read and taken out, with the marks of Markdown', () => {
    expect(markersOf('**a**[1][2, 3]【4】')).toEqual([1, 2, 3, 4]);
    expect(withoutMarkers('**停车** [1] 免费 [2]。')).toBe('停车 免费。');
  });
});
