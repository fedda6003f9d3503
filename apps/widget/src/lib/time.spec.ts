import { describe, expect, it } from '@jest/globals';
import { times, waitWords } from './time.js';
import { translator } from './words.js';

const zh = translator('zh-CN');
const en = translator('en');

describe('times', () => {
  const now = new Date(2026, 2, 2, 14, 30).getTime();
  const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString();

  it('are relative within the hour, then the clock', () => {
    const read = times('zh-CN', zh);
    expect(read.relative(new Date(now - 20_000).toISOString(), now)).toBe('刚刚');
    expect(read.relative(new Date(now + 90_000).toISOString(), now)).toBe('刚刚');
    expect(read.relative(at(2026, 2, 2, 14, 25), now)).toBe('5分钟前');
    expect(read.relative(at(2026, 2, 2, 9, 5), now)).toBe('09:05');
  });

  it('name the day', () => {
    const read = times('en', en);
    expect(read.day(at(2026, 2, 2, 0, 1), now)).toBe('Today');
    expect(read.day(at(2026, 2, 1, 23, 59), now)).toBe('Yesterday');
    expect(read.day(at(2026, 1, 20, 12, 0), now)).toContain('February 20');
    expect(read.sameDay(at(2026, 2, 1, 23, 59), at(2026, 2, 2, 0, 1))).toBe(false);
  });
});

describe('waitWords', () => {
  it('gives an honest range', () => {
    expect(waitWords(null, zh)).toBe('接通后会马上通知您');
    expect(waitWords([10, 50], zh)).toBe('预计 1 分钟内接通');
    expect(waitWords([70, 170], zh)).toBe('预计等待 1 到 3 分钟');
    expect(waitWords([121, 175], en)).toBe('2 to 3 minutes to wait');
    expect(waitWords([180, 180], en)).toBe('About 3 minutes to wait');
  });
});
