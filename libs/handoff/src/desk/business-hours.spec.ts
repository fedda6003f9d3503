import { describe, expect, it } from '@jest/globals';
import { ALWAYS_OPEN, isOpen, nextOpening, type BusinessHours } from './business-hours.js';

const shop: BusinessHours = {
  timeZone: 'Asia/Shanghai',
  alwaysOpen: false,
  weekly: {
    mon: [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '21:00' },
    ],
    fri: [{ from: '18:00', to: '02:00' }],
    sun: [{ from: '00:00', to: '24:00' }],
  },
  exceptions: [
    { date: '2026-01-19', spans: [] },
    { date: '2026-01-21', spans: [{ from: '10:00', to: '11:00' }] },
  ],
};
/** 2026-01-12 is a Monday. */
const at = (local: string): Date => new Date(`${local}:00+08:00`);

describe('business hours', () => {
  it.each([
    ['2026-01-12T08:59', false],
    ['2026-01-12T09:00', true],
    ['2026-01-12T12:00', false],
    ['2026-01-12T13:30', true],
    ['2026-01-12T21:00', false],
    ['2026-01-13T10:00', false],
    ['2026-01-16T17:59', false],
    ['2026-01-16T23:59', true],
    ['2026-01-17T01:59', true],
    ['2026-01-17T02:00', false],
    ['2026-01-18T00:00', true],
    ['2026-01-18T23:59', true],
    ['2026-01-19T10:00', false],
    ['2026-01-21T10:30', true],
  ])('%s: open %s', (local, open) => {
    expect(isOpen(shop, at(local))).toBe(open);
  });

  it('never closes when it is always open', () => {
    expect(isOpen(ALWAYS_OPEN, at('2026-01-13T03:00'))).toBe(true);
    expect(nextOpening(ALWAYS_OPEN, at('2026-01-13T03:00'))).toBeUndefined();
  });

  it('finds the next opening to the minute, over days off', () => {
    expect(nextOpening(shop, at('2026-01-12T12:07'))).toEqual(at('2026-01-12T13:30'));
    expect(nextOpening(shop, at('2026-01-12T21:00'))).toEqual(at('2026-01-16T18:00'));
    expect(nextOpening(shop, at('2026-01-19T10:00'))).toEqual(at('2026-01-21T10:00'));
    expect(nextOpening({ ...shop, weekly: {}, exceptions: [] }, at('2026-01-19T10:00'))).toBeUndefined();
  });

  it('follows a zone whose clocks change', () => {
    const berlin: BusinessHours = { ...shop, timeZone: 'Europe/Berlin', exceptions: [] };
    // On 2026-03-29 (a Sunday, open all day) clocks go forward; Monday 09:00 is 07:00 UTC after it, 08:00 UTC before.
    expect(isOpen(berlin, new Date('2026-03-30T07:00:00Z'))).toBe(true);
    expect(isOpen(berlin, new Date('2026-03-23T07:00:00Z'))).toBe(false);
  });
});
