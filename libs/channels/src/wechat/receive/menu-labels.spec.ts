import { describe, expect, it } from '@jest/globals';
import { readsAsWords } from './menu-labels.js';

describe('the name of a menu’s key', () => {
  it.each(['如何退货', 'track my order', 'FAQ 退货', 'Où est mon colis'])('%s is words', (key) => {
    expect(readsAsWords(key)).toBe(true);
  });

  it.each(['V1001_TODAY_MUSIC', 'kf', 'menu-2', 'rselfmenu_0_0', '101', '', ' ', 'a1 2', '{"a": 1}'])(
    '%j is for programs',
    (key) => {
      expect(readsAsWords(key)).toBe(false);
    },
  );
});
