import { describe, expect, it } from '@jest/globals';
import { ago, clock, dayKey, dayName, duration } from './format.js';

const NOW = new Date(2026, 2, 10, 12, 0, 0).getTime();
const before = (ms: number): string => new Date(NOW - ms).toISOString();

describe('format', () => {
  it.each([
    [-5, '0:00'],
    [7_400, '0:07'],
    [725_000, '12:05'],
    [3_725_000, '1:02:05'],
    [3 * 86_400_000, '3d'],
  ])('shows %d ms as %s', (ms, shown) => {
    expect(clock(ms)).toBe(shown);
  });

  it.each([
    [47.9 * 3_600_000, '47小时', '47 hours'],
    [61_000, '1分钟', '1 minute'],
    [30_400, '30秒钟', '30 seconds'],
    [-1, '0秒钟', '0 seconds'],
  ])('names a span of %d ms', (ms, zh, en) => {
    expect([duration(ms, 'zh-CN'), duration(ms, 'en')]).toEqual([zh, en]);
  });

  it('says how long ago in both languages', () => {
    expect(ago(before(10_000), NOW, 'en')).toBe('now');
    expect(ago(before(120_000), NOW, 'zh-CN')).toBe('2分钟前');
    expect(ago(before(3 * 3_600_000), NOW, 'en')).toBe('3 hr. ago');
    expect(ago(before(30 * 86_400_000), NOW, 'en')).toMatch(/2026/);
  });

  it('names days in the zone of the viewer', () => {
    expect(dayName(before(0), NOW, 'en')).toBe('today');
    expect(dayName(before(86_400_000), NOW, 'zh-CN')).toBe('昨天');
    expect(dayName(before(9 * 86_400_000), NOW, 'en')).toMatch(/March 1, 2026/);
    expect(dayKey(new Date(2026, 0, 2, 23, 59).toISOString())).toBe('2026-01-02');
  });
});
