import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { contrast, CONTROL_CONTRAST, TEXT_CONTRAST } from './accent.js';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function variables(block: string): Map<string, string> {
  return new Map([...block.matchAll(/(--dh-[\w-]+):\s*([^;]+);/g)].map((hit) => [hit[1]!, hit[2]!]));
}

const [lightBlock, ...rest] = css.split(/\n(?=@media|:root\[)/);
const light = variables(lightBlock!);
const darkBySystem = variables(rest.find((part) => part.startsWith('@media (prefers-color-scheme'))!);
const darkByChoice = variables(rest.find((part) => part.startsWith(':root['))!);

describe('design tokens', () => {
  it('says the same for the dark theme of the system and the chosen one', () => {
    expect(darkByChoice.size).toBeGreaterThan(20);
    expect([...darkBySystem]).toEqual([...darkByChoice]);
    for (const name of darkByChoice.keys()) expect(light.has(name)).toBe(true);
  });

  describe.each([
    ['light', light],
    ['dark', darkByChoice],
  ])('%s theme', (_name, theme) => {
    const of = (name: string): string => theme.get(`--dh-${name}`) ?? 'missing';
    const text: [string, string][] = [
      ...['text', 'text-2', 'text-3', 'accent-text', 'person', 'danger', 'warning', 'success', 'info'].flatMap(
        (name): [string, string][] => [
          [name, 'surface'],
          [name, 'surface-2'],
          [name, 'canvas'],
        ],
      ),
      ['text', 'surface-3'],
      ['text-2', 'surface-3'],
      ['on-accent', 'accent'],
      ['on-accent', 'accent-hover'],
      ['on-person', 'person'],
      ['on-danger', 'danger'],
      ...['accent-text', 'text', 'text-2', 'text-3'].map((name): [string, string] => [name, 'accent-soft']),
      ...['person', 'info', 'success', 'warning', 'danger'].flatMap((name): [string, string][] => [
        [name, `${name}-soft`],
        ['text', `${name}-soft`],
        ['text-2', `${name}-soft`],
      ]),
    ];
    it.each(text)('%s on %s can be read', (front, back) => {
      expect(contrast(of(front), of(back))).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    });

    it.each([
      ['border-control', 'surface'],
      ['accent', 'surface'],
      ['accent', 'canvas'],
      ['focus', 'surface'],
    ])('%s on %s can be seen', (front, back) => {
      expect(contrast(of(front), of(back))).toBeGreaterThanOrEqual(CONTROL_CONTRAST);
    });
  });
});
