import { describe, expect, it } from '@jest/globals';
import { fillCannedReply, unknownVariables } from './canned.js';

const name = (variable: string): string => variable.toUpperCase();

describe('canned replies', () => {
  it.each([
    ['您好 {{shopper.name}}，我是 {{ agent.name }}', []],
    ['no places, a {brace} and } {', []],
    ['{{customer}} and {{customer}}', ['{{customer}}']],
    ['{{}}', ['{{}}']],
    ['{{shopper.name', ['{{shopper.name']],
    ['order.no}} is here', ['order.no}}']],
    ['{{order.no}} {{constructor}}', ['{{constructor}}']],
  ])('knows what %j leaves open', (text, unknown) => {
    expect(unknownVariables(text)).toEqual(unknown);
  });

  it('fills what is known and shows what is missing', () => {
    const filled = fillCannedReply(
      '{{shopper.name}}: {{order.no}}, {{ agent.name }}{{order.no}}',
      { 'shopper.name': '{{order.no}}', 'agent.name': '' },
      name,
    );
    expect(filled.text).toBe('{{order.no}}: 【ORDER.NO】, 【AGENT.NAME】【ORDER.NO】');
    expect(filled.gaps.map(({ start, end }) => filled.text.slice(start, end))).toEqual([
      '【ORDER.NO】',
      '【AGENT.NAME】',
      '【ORDER.NO】',
    ]);
  });
});
