import { describe, expect, it } from '@jest/globals';
import { MAX_TEXT_BYTES, bytesOf, splitText, toPlainText } from './plain-text.js';

describe('Markdown as plain text', () => {
  it.each([
    ['**七天**无理由退货', '七天无理由退货'],
    ['# 退货\n\n- 第一步\n- 第二步', '退货\n\n• 第一步\n• 第二步'],
    ['见 [退货政策](https://shop.example/r?a=1&b=2)。', '见 退货政策 https://shop.example/r?a=1&b=2。'],
    ['拨打 [400-123](tel:400-123)', '拨打 400-123'],
    ['<https://shop.example>', 'https://shop.example'],
    ['`订单号` ~~作废~~', '订单号 作废'],
    ['> 引用\n```\n代码\n```', '引用\n代码'],
    ['| 城市 | 时间 |\n|---|---|\n| 上海 | 10–22 |', '城市 ｜ 时间\n上海 ｜ 10–22'],
  ])('%j', (markdown, text) => expect(toPlainText(markdown)).toBe(text));

  it.each([
    '2*3*4=24',
    'a_b_c',
    '5 * 3',
    '价格 3*2 或 4*2',
    'snake_case_name',
    '1. 第一',
    'C:\\path',
    '#标签',
    '满100-20',
  ])('leaves %j alone', (text) => expect(toPlainText(text)).toBe(text));
});

describe('pieces of a text', () => {
  const family = '👨‍👩‍👧‍👦';
  const seen = (text: string): string[] =>
    [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);

  it.each([
    ['Chinese', '退货需要在签收后七天内申请。'.repeat(200)],
    ['English', 'Returns are taken within seven days of delivery. '.repeat(150)],
    ['emoji of several parts', family.repeat(300)],
    ['flags', '🇨🇳🇫🇷'.repeat(400)],
    ['no breaks at all', '字'.repeat(3_000)],
  ])('%s: no longer than WeChat takes, cut between what is seen', (_what, text) => {
    const pieces = splitText(text);
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) {
      expect(bytesOf(piece)).toBeLessThanOrEqual(MAX_TEXT_BYTES);
      expect(piece.isWellFormed()).toBe(true);
    }
    const strip = (all: string): string => all.replace(/\s/g, '');
    expect(strip(pieces.join(''))).toBe(strip(text));
    expect(pieces.flatMap(seen).filter((s) => s.trim() !== '')).toEqual(seen(text).filter((s) => s.trim() !== ''));
  });

  it('does not cut an address', () => {
    const address = 'https://shop.example/a/very/long/path?with=parameters&and=more';
    const pieces = splitText(`${'字'.repeat(650)}${address}${'字'.repeat(400)}`);
    expect(pieces.filter((piece) => piece.includes(address))).toHaveLength(1);
  });

  it('breaks after a sentence where it can', () => {
    expect(splitText('一二三。四五六七八九', 21)).toEqual(['一二三。', '四五六七八九']);
  });

  it('cuts even what is one character to the eye and too long', () => {
    const pieces = splitText(`a${'\u0301'.repeat(3_000)}`);
    for (const piece of pieces) expect(bytesOf(piece)).toBeLessThanOrEqual(MAX_TEXT_BYTES);
  });
});
