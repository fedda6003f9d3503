import { describe, expect, it } from '@jest/globals';
import { markWords } from './marks.js';

const shown = (text: string, words: string[]): string =>
  markWords(text, words)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

describe('marked words', () => {
  it.each([
    ['我要投诉你们', ['投诉'], '我要[投诉]你们'],
    ['Lawyer! my LAWYER', ['lawyer'], '[Lawyer]! my [LAWYER]'],
    ['我要投诉你们', ['投诉你', '要投诉'], '我[要投诉你]们'],
    ['abab', ['ab'], '[abab]'],
    ['nothing here', ['else'], 'nothing here'],
    ['cut off here', ['cut off…'], '[cut off] here'],
    ['', ['x'], ''],
    ['x', [''], 'x'],
  ])('%s with %j', (text, words, marked) => {
    expect(shown(text, words)).toBe(marked);
  });
});
