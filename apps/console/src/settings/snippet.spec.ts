import { describe, expect, it } from '@jest/globals';
import { policyOf, snippetOf } from './snippet.js';

describe('what a shop puts into its pages', () => {
  it('names the desk where it really is', () => {
    expect(snippetOf('https://desk.shop.test')).toBe('<script src="https://desk.shop.test/widget.js" async></script>');
  });

  it('allows what the widget needs, and the place of a logo that lies elsewhere', () => {
    expect(policyOf('https://desk.shop.test', 'https://cdn.shop.test/logo.png')).toBe(
      [
        'script-src https://desk.shop.test',
        'style-src https://desk.shop.test',
        'connect-src https://desk.shop.test wss://desk.shop.test',
        'img-src https://desk.shop.test blob: https://cdn.shop.test',
      ].join(';\n'),
    );
    expect(policyOf('http://localhost:3000', '/api/v1/widget/logo/x')).toContain(
      'connect-src http://localhost:3000 ws://localhost:3000',
    );
    expect(policyOf('https://a.test', 'https://')).toContain('img-src https://a.test blob:');
  });
});
