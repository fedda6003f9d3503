import { describe, expect, it } from '@jest/globals';
import { closedNotice, sayOpening, unknownPlaces } from './closed-notice.js';

const ZONE = 'Asia/Shanghai';
const NOW = new Date('2026-03-10T15:30:00Z'); // a Tuesday, 23:30 at the desk

describe('the notice of a closed desk', () => {
  it.each([
    ['2026-03-10T15:45:00Z', '今天 23:45', 'today at 23:45'],
    ['2026-03-11T01:00:00Z', '明天 09:00', 'tomorrow at 09:00'],
    ['2026-03-13T01:00:00Z', '星期五 09:00', 'Friday at 09:00'],
    ['2026-03-20T01:05:00Z', '3月20日 09:05', 'on March 20 at 09:05'],
  ])('says %s as %s and %s', (at, zh, en) => {
    expect(sayOpening(new Date(at), NOW, ZONE, 'zh-CN')).toBe(zh);
    expect(sayOpening(new Date(at), NOW, ZONE, 'en')).toBe(en);
  });

  it("takes the merchant's words, and ours where there are none", () => {
    const opens = new Date('2026-03-11T01:00:00Z');
    expect(closedNotice({ 'zh-CN': '打烊了，{{ opens }}见' }, 'zh-CN', opens, NOW, ZONE)).toBe('打烊了，明天 09:00见');
    expect(closedNotice({ 'zh-CN': '打烊了' }, 'en', opens, NOW, ZONE)).toContain('back tomorrow at 09:00.');
  });

  it('promises no opening that nobody knows', () => {
    expect(closedNotice({}, 'en', undefined, NOW, ZONE)).toBeUndefined();
    expect(closedNotice({ en: 'Back {{opens}}' }, 'en', undefined, NOW, ZONE)).toBeUndefined();
    expect(closedNotice({ en: 'We are on holiday.' }, 'en', undefined, NOW, ZONE)).toBe('We are on holiday.');
  });

  it('knows the one place there is', () => {
    expect(unknownPlaces('{{opens}} {{ opens }} {x}')).toEqual([]);
    expect(unknownPlaces('{{open}} and {{opens')).toEqual(['{{open}}', '{{opens']);
  });
});
