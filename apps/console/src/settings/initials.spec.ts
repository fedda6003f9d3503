import { describe, expect, it } from '@jest/globals';
import { AGENT_COLOURS } from '#kernel';
import { colourOf, initials } from './initials.js';

describe('avatars', () => {
  it.each([
    ['林晓雨', '雨'],
    ['Lin', 'L'],
    ['anna maria lund', 'AL'],
    ['  Zoë  ', 'Z'],
    ['', ''],
  ])('%s is shown as %s', (name, shown) => {
    expect(initials(name)).toBe(shown);
  });

  it('have the chosen colour, or always the same one', () => {
    expect(colourOf({ id: 'a', colour: 'rose' })).toBe('rose');
    expect(colourOf({ id: 'a' })).toBe(colourOf({ id: 'a' }));
    const many = new Set(Array.from({ length: 200 }, (_, n) => colourOf({ id: `agent-${n}` })));
    expect([...many].sort()).toEqual([...AGENT_COLOURS].sort());
  });
});
