import { describe, expect, it } from '@jest/globals';
import { calledIn, calledPart, cutAtNames, whoFits, withName } from './mentions.js';

const LIN = { id: '1', name: '林' };
const LINDA = { id: '2', name: '林达' };
const MARY = { id: '3', name: 'Mary Ann' };
const TEAM = [LIN, LINDA, MARY];

describe('calling a colleague', () => {
  it.each([
    ['@', 1, ''],
    ['请 @林', 4, '林'],
    ['请@林', 3, '林'],
    ['@ma', 3, 'ma'],
    ['@林 好', 4, undefined],
    ['mail a@b.example', 16, undefined],
    ['@@', 2, ''],
    ['没有', 2, undefined],
  ])('%s at %d is %s', (text, caret, expected) => {
    expect(calledPart(text, caret)).toBe(expected);
  });

  it('offers names that begin so before names that hold it', () => {
    expect(whoFits([{ id: '4', name: 'Rosemary' }, MARY], 'mar').map(({ id }) => id)).toEqual(['3', '4']);
    expect(whoFits(TEAM, 'x')).toEqual([]);
  });

  it('puts the name in, with what stands behind it', () => {
    expect(withName('请 @ma 看看', 5, 'Mary Ann')).toEqual({ text: '请 @Mary Ann 看看', caret: 12 });
  });

  it('finds who is called, the longer name first, each once', () => {
    expect(calledIn('@林达 @Mary Ann，@林达 a@b', TEAM)).toEqual([LINDA, MARY]);
    expect(calledIn('@林 好', TEAM)).toEqual([LIN]);
    expect(calledIn('@@@', TEAM)).toEqual([]);
  });

  it('cuts a note into words and calls, and loses nothing', () => {
    const text = '@林达，问 @Mary Ann @谁';
    const parts = cutAtNames(text, TEAM);
    expect(parts.filter((_, index) => index % 2 === 1)).toEqual(['@林达', '@Mary Ann']);
    expect(parts.join('')).toBe(text);
  });
});
