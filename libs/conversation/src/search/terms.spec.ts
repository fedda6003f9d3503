import { describe, expect, it } from '@jest/globals';
import { marksOf, parseSearch, searchQuery, searchTermsOf, searchVector, snippetOf } from './terms.js';

const query = (text: string): string[] => parseSearch(text).map(searchQuery);
const marked = (text: string, wanted: string): string[] =>
  marksOf(text, parseSearch(wanted)).map(([start, end]) => text.slice(start, end));

describe('what is indexed', () => {
  it('is pairs of characters and whole words, each at its place', () => {
    expect(searchVector('我要退货 DH2026')).toBe(`'我要':1 '要退':2 '退货':3 '货':4 'dh2026':5 '~6202':5`);
  });

  it('is one form: width, case, Traditional', () => {
    expect(searchVector('ＡＢＣ 退貨')).toBe(searchVector('abc 退货'));
  });

  it('keeps texts apart, so that no phrase goes over their border', () => {
    expect(searchVector('退货', undefined, 'A1')).toBe(`'退货':1 '货':2 'a1':13`);
  });

  it('is nothing for what has no letter, and never an operator', () => {
    expect(searchVector('！？…😀', null)).toBe('');
    expect(searchVector(`a'b\\c:*&|!<->()`)).toBe(`'a':1 'b':2 'c':3`);
  });

  it('is short for what is endless', () => {
    expect(searchVector('a'.repeat(5_000)).length).toBeLessThan(100);
  });

  it('leaves notices out and takes the order of the page along', () => {
    const said = { text: '你好', context: { orderNo: 'SO-77', url: 'https://shop.example' } };
    expect(searchTermsOf({ ...said, authorKind: 'system' })).toBeNull();
    expect(searchTermsOf({ ...said, authorKind: 'shopper' })).toBe(`'你好':1 '好':2 'so':13 '77':14`);
  });
});

describe('what is looked for', () => {
  it.each([
    ['退货', [`'退货'`]],
    ['退货地址', [`'退货' <1> '货地' <1> '地址'`]],
    ['货', [`'货':*`]],
    ['退货 张', [`'退货'`, `'张':*`]],
    ['refunded', [`'refund':*`]],
    ['"refunded twice"', [`'refunded' <1> 'twice'`]],
    ['「退货 地址」', [`'退货' <2> '地址'`]],
    ['5678', [`('5678':* | '~8765':*)`]],
    ['订单DH1', [`'订单' <2> 'dh1':*`]],
    ['A款衣', [`'a' <1> '款衣'`]],
    ['A款', [`'a' <1> '款':*`]],
    [`' | x & !`, [`'x':*`]],
    ['!! ？', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(query(text)).toEqual(expected);
  });

  it('is at most eight terms', () => {
    expect(query('a b c d e f g h i j')).toHaveLength(8);
  });
});

describe('what is marked', () => {
  it.each([
    ['我要退貨，退货地址在哪', '退货', ['退貨', '退货']],
    ['Refund? I was refunded. REFUNDS!', 'refunded', ['Refund', 'refunded', 'REFUNDS']],
    ['电话 138-1234-5678', '5678', ['5678']],
    ['13812345678', '5678', ['13812345678']],
    ['wait for the refund', '"the refund"', ['the refund']],
    ['退货地址', '退货 货地', ['退货地']],
    ['没有', '退货', []],
  ])('%s for %s', (text, wanted, expected) => {
    expect(marked(text, wanted)).toEqual(expected);
  });

  it('stands in a snippet around the first thing found, with marks that fit it', () => {
    const text = `${'前面的话。'.repeat(40)}我要\n退货，谢谢${'后面的话。'.repeat(40)}`;
    const { text: shown, marks } = snippetOf(text, parseSearch('退货'));
    expect(shown.length).toBeLessThan(120);
    expect(marks.map(([start, end]) => shown.slice(start, end))).toEqual(['退货']);
    expect([shown.startsWith('…'), shown.endsWith('…'), shown.includes('\n')]).toEqual([true, true, false]);
    expect(snippetOf('短', parseSearch('x'))).toEqual({ text: '短', marks: [] });
  });
});
