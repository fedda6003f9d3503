import { describe, expect, it } from '@jest/globals';
import { normalise } from './normalise.js';
import { tokenise } from './tokenise.js';

describe('normalise', () => {
  it.each([
    ['請問停車費怎麼算？', '请问停车费怎么算?'],
    ['線上列印發票', '在线打印发票'],
    ['ＡＰＰ　打不开', 'app 打不开'],
    ['  a \n\t b  ', 'a b'],
    ['退\u0000货\u200b吗', '退货吗'],
    ['退货\ud83d吗', '退货吗'],
    ['价格①②', '价格12'],
    ['着急 里面 只有', '着急 里面 只有'],
    ['', ''],
  ])('%j → %j', (raw, plain) => {
    expect(normalise(raw)).toBe(plain);
  });

  it('is stable: a normalised text stays as it is', () => {
    const once = normalise('這條裙子能７天無理由退嗎？ Return It!');
    expect(normalise(once)).toBe(once);
  });
});

describe('tokenise', () => {
  it('cuts Chinese in search mode and knows the words of the trade', () => {
    expect(tokenise('半小时达运费怎么算')).toEqual(expect.arrayContaining(['半小时达', '运费', '怎么', '算']));
  });

  it('stems English words, regular and irregular', () => {
    expect(tokenise("I've returned two dresses; returning")).toEqual(['i', 'return', 'two', 'dress', 'return']);
    expect(tokenise('bought broken paid')).toEqual(tokenise('buy break pay'));
  });

  it('keeps numbers whole and drops punctuation and emoji', () => {
    expect(tokenise('满 99.5 元😡！！！')).toEqual(['满', '99.5', '元']);
  });

  it.each(['z', '7', 'я', 'か'])('counts no more than a hundred characters of an endless word of %s', (letter) => {
    expect(tokenise(`${letter.repeat(5_000)} 停车`)).toEqual([letter.repeat(100), '停车']);
  });

  it('takes mixed languages', () => {
    expect(tokenise('app打不开')).toEqual(expect.arrayContaining(['app', '打不开']));
  });
});
