import { describe, expect, it } from '@jest/globals';
import { safeHref, textParts } from './links.js';

const links = (text: string): (string | undefined)[] =>
  textParts(text)
    .filter((part) => part.href !== undefined)
    .map((part) => part.text);

describe('textParts', () => {
  it('links web addresses and ends them at Chinese text and at the sentence', () => {
    expect(links('见https://www.yunshanli.example/stores。谢谢')).toEqual(['https://www.yunshanli.example/stores']);
    expect(links('见 https://a.example/b（店内）')).toEqual(['https://a.example/b']);
    expect(links('See (https://a.example/b_(c)), or http://b.example.')).toEqual([
      'https://a.example/b_(c)',
      'http://b.example',
    ]);
  });

  it('links telephone numbers and leaves order numbers alone', () => {
    expect(textParts('热线400-820-1668，每天')).toEqual([
      { text: '热线' },
      { text: '400-820-1668', href: 'tel:400-820-1668' },
      { text: '，每天' },
    ]);
    expect(links('订单 20260301-400-820-16689 和 13800138000')).toEqual([]);
    expect(textParts('tel:+8657112345678')[0]?.href).toBe('tel:+8657112345678');
  });

  it('never links anything else', () => {
    const text = 'javascript:alert(1) data:text/html,x <a href="https://x.example">y</a> ftp://z.example //q.example';
    expect(links(text)).toEqual(['https://x.example']);
    expect(
      textParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it('is quick on hostile text', () => {
    const started = performance.now();
    textParts('https://'.repeat(500));
    textParts(`https://a.example/${')'.repeat(3_900)}`);
    textParts('0'.repeat(4_000));
    textParts('400-'.repeat(1_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('safeHref', () => {
  it('lets http and https through, nothing else', () => {
    expect(safeHref('https://a.example/x')).toBe('https://a.example/x');
    for (const wrong of [undefined, '', 'javascript:alert(1)', 'tel:1', ' data:,x', 'https://']) {
      expect(safeHref(wrong)).toBeNull();
    }
  });
});
