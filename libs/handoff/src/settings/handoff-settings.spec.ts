import { describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel';
import { DEFAULT_HANDOFF_SETTINGS } from '../policy/index.js';
import { HANDOFF_SETTINGS } from './handoff-settings.js';
import { validSettings } from './settings.service.js';

const reasonFor = (change: object): string => {
  try {
    validSettings(HANDOFF_SETTINGS, { ...DEFAULT_HANDOFF_SETTINGS, ...change });
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.toWire('en').message}`;
    throw error;
  }
  return 'valid';
};

describe('handoff settings', () => {
  it('takes the shipped ones, all of them, and fills what is missing with them', () => {
    expect(validSettings(HANDOFF_SETTINGS, DEFAULT_HANDOFF_SETTINGS)).toEqual(DEFAULT_HANDOFF_SETTINGS);
    expect(validSettings(HANDOFF_SETTINGS, { angerLevel: 0.9 })).toEqual({
      ...DEFAULT_HANDOFF_SETTINGS,
      angerLevel: 0.9,
    });
  });

  it("takes the merchant's rules", () => {
    expect(reasonFor({ rules: [{ name: '媒体', words: ['电视台'], severity: 'critical', skill: 'complaints' }] })).toBe(
      'valid',
    );
  });

  it.each([
    [{ complaintScore: 1.2 }, 'complaintScore'],
    [{ complaintScore: '0.5' }, 'complaintScore'],
    [{ angerLevel: Number.NaN }, 'angerLevel'],
    [{ trendTurns: 2.5 }, 'trendTurns'],
    [{ missesInARow: 0 }, 'missesInARow'],
    [{ vipTiers: 'gold' }, 'vipTiers'],
    [{ vipTiers: [1] }, 'vipTiers'],
    [{ rules: [{ name: 'x', words: [] }] }, 'words'],
    [{ rules: [{ name: 'x', words: ['a'], severity: 'huge' }] }, 'severity'],
    [
      {
        rules: [
          { name: 'x', words: ['a'] },
          { name: 'x', words: ['b'] },
        ],
      },
      'rules',
    ],
    [{ rules: [null] }, 'rules'],
    [{ unknown: true }, 'unknown'],
  ])('refuses %j and names %s', (change, field) => {
    expect(reasonFor(change)).toMatch(/^VALIDATION_FAILED /);
    expect(reasonFor(change)).toContain(field);
  });
});
