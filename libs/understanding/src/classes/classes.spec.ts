import { describe, expect, it } from '@jest/globals';
import { normalise } from '#llm';
import { unitsOf } from './index.js';

const read = (text: string): string =>
  unitsOf(normalise(text))
    .map(({ text: unit, isClass }) => (isClass ? `<${unit}>` : unit))
    .join(' ');

describe('classes of words', () => {
  it.each([
    ['拉杆箱轮子掉了', '<goods> 轮 子 掉 了'],
    ['冰箱不制冷', '<goods> <broken>'],
    ['等了三个小时没人理', '<late> <time> <late>'],
    ['多收我85块', '<cheat> 我 <money>'],
    ['找了你们五次', '找 了 你 们 <count>'],
    ['The driver threw my parcel', 'the <staff> threw my <parcel>'],
    ['customer service hung up on me', '<staff> <refuse> on me'],
    ["the kettle won't work after two weeks", 'the <goods> <broken> after <time>'],
    ['paid $40 twice', 'paid <money> <count>'],
    ['iPhone壳碎了', 'iphone 壳 <broken>'],
  ])('%s', (text, units) => {
    expect(read(text)).toBe(units);
  });

  it('stands without words', () => {
    expect(unitsOf('')).toEqual([]);
    expect(read('？！😡')).not.toContain('<');
  });
});
