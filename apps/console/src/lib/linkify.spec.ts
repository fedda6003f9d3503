import { describe, expect, it } from '@jest/globals';
import { hrefOf, linkify } from './linkify.js';

const links = (text: string): string[] => linkify(text).flatMap((part) => (part.href === undefined ? [] : [part.text]));

describe('linkify', () => {
  it.each([
    ['看 https://shop.example/a?b=1，谢谢', ['https://shop.example/a?b=1']],
    ['See http://a.example/x. Then (https://b.example/y_(z)).', ['http://a.example/x', 'https://b.example/y_(z)']],
    ['tel:+86-400-123-4567。', ['tel:+86-400-123-4567']],
    ['https://a.example/中文', ['https://a.example/']],
    ['no link at all', []],
  ])('finds the links of %s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it('makes a link of no other scheme', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,<script>1</script>',
      'JAVASCRIPT://a.example/%0aalert(1)',
      'vbscript:x',
      'file:///etc/passwd',
      'https://',
      'tel:1;ext=javascript',
    ])
      expect(links(text)).toEqual([]);
    expect(hrefOf('javascript:alert(1)')).toBeUndefined();
  });

  it('loses no character', () => {
    const texts = [
      'a https://a.example/) b',
      '<b>https://a.example/"onclick="x',
      'https://a.example https://b.example!!',
    ];
    for (const text of texts)
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
  });
});
