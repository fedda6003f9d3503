import { describe, expect, it } from '@jest/globals';
import { accentVariables, contrast, CONTROL_CONTRAST, parseHex, TEXT_CONTRAST, type Theme } from './accent.js';

const SURFACE: Record<Theme, string> = { light: '#ffffff', dark: '#161c19' };

describe('accentVariables', () => {
  const colours = ['#000', '#fff', '#ff0', '#ffcc00', '#f5a623', '#7f7f7f', '#1f6f5c', '#00e', '#e60012', '#ffd1dc'];
  for (let step = 0; step < 200; step++) colours.push(`#${((step * 83_777) % 0xffffff).toString(16).padStart(6, '0')}`);

  it.each(['light', 'dark'] as const)('makes any colour readable in the %s theme', (theme) => {
    for (const colour of colours) {
      const made = accentVariables(colour, theme)!;
      expect(contrast(made['--dh-on-accent']!, made['--dh-accent']!)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      expect(contrast(made['--dh-on-accent']!, made['--dh-accent-hover']!)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      expect(contrast(made['--dh-accent-text']!, SURFACE[theme])).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      expect(contrast(made['--dh-accent-text']!, made['--dh-accent-soft']!)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      expect(contrast(made['--dh-accent']!, SURFACE[theme])).toBeGreaterThanOrEqual(CONTROL_CONTRAST);
    }
  });

  it('leaves a readable colour as it is', () => {
    expect(accentVariables('#1f6f5c', 'light')?.['--dh-accent']).toBe('#1f6f5c');
  });

  it('refuses what is not a hex colour', () => {
    for (const wrong of ['', 'red', '#12', '#12345', 'url(x)', '#gggggg'])
      expect(accentVariables(wrong, 'light')).toBeNull();
    expect(parseHex('abc')).toEqual([0xaa, 0xbb, 0xcc]);
  });
});
