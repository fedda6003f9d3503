import { describe, expect, it } from '@jest/globals';
import { estimateWait, type DeskLoad } from './eta.js';

const load = (over: Partial<DeskLoad> = {}): DeskLoad => ({
  slots: 10,
  free: 0,
  handling: { low: 120, high: 400 },
  offerSeconds: 20,
  ...over,
});

describe('estimateWait', () => {
  it('promises nothing when nobody is online', () => {
    expect(estimateWait(1, load({ slots: 0 }))).toBeNull();
  });

  it('is as long as an offer or two when a slot is free', () => {
    expect(estimateWait(3, load({ free: 3 }))).toEqual([0, 40]);
  });

  it('grows with the place and shrinks with the slots', () => {
    expect(estimateWait(5, load())).toEqual([60, 240]);
    expect(estimateWait(10, load())).toEqual([120, 420]);
    expect(estimateWait(10, load({ slots: 20 }))).toEqual([60, 240]);
  });

  it('counts only those who wait for a slot to empty', () => {
    expect(estimateWait(6, load({ free: 1 }))).toEqual(estimateWait(5, load()));
  });

  it('always gives a range whose ends are in order', () => {
    for (let position = 1; position < 60; position++) {
      const [low, high] = estimateWait(position, load({ handling: { low: 300, high: 300 } })) ?? [1, 0];
      expect(low).toBeLessThan(high);
    }
  });
});
