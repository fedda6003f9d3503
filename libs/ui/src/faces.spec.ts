import { describe, expect, it } from '@jest/globals';
import { contrast, TEXT_CONTRAST } from './accent.js';
import { FACE_COLOURS, faceColour, initials } from './faces.js';

describe('faces', () => {
  it.each(FACE_COLOURS)('white letters can be read on %s', (colour) => {
    expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  it('a person keeps the colour; people differ', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `0198f0c2-${at}`);
    expect(ids.map(faceColour)).toEqual(ids.map(faceColour));
    expect(new Set(ids.map(faceColour)).size).toBe(FACE_COLOURS.length);
    expect(FACE_COLOURS).toContain(faceColour(''));
  });

  it.each([
    ['林', '林'],
    ['陈小美', '小美'],
    ['欧阳 娜娜', '娜娜'],
    ['Lin Wei', 'LW'],
    ['anna-maria de souza', 'AS'],
    ['bob', 'B'],
    ['😀 face', '😀F'],
    ['  ', ''],
    ['', ''],
  ])('initials of %p are %p', (name, expected) => expect(initials(name)).toBe(expected));
});
