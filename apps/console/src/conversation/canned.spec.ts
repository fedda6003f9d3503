import { describe, expect, it } from '@jest/globals';
import { CANNED_VARIABLES, type WireCannedReply } from '#kernel';
import { Translator } from '../i18n/messages.js';
import { cannedReplies, filled, gapIn, slashOf } from './canned.js';

const reply = (shortcut: string, zh: string | undefined, en: string | undefined): WireCannedReply => ({
  id: shortcut,
  scope: 'shared',
  shortcut,
  title: { ...(zh ? { 'zh-CN': `题${zh}` } : {}), ...(en ? { en: `T ${en}` } : {}) },
  text: { ...(zh ? { 'zh-CN': zh } : {}), ...(en ? { en } : {}) },
  uses: 0,
  version: 1,
  updatedAt: '2026-01-01T00:00:00Z',
});
const REPLIES = [reply('bye', '再见', 'Bye'), reply('order', '订单 {{order.no}}，{{agent.name}}', undefined)];

describe('ready replies', () => {
  it('come by shortcut before title before text, in the language there is', () => {
    const of = (typed: string, locale: 'zh-CN' | 'en') => cannedReplies(REPLIES, typed, locale).map(({ id }) => id);
    expect([of('', 'en'), of('or', 'en'), of('再', 'zh-CN'), of('x', 'en')]).toEqual([
      ['bye', 'order'],
      ['order'],
      ['bye'],
      [],
    ]);
    expect(cannedReplies(REPLIES, 'order', 'en')[0]?.text).toContain('订单');
  });

  it('leave a gap for what is not known, which is found before anything is sent', () => {
    const words = new Translator('zh-CN');
    const order = cannedReplies(REPLIES, 'order', 'zh-CN')[0]!;
    const { text } = filled(order, { 'agent.name': '林' }, words);
    expect(text).toBe('订单 【订单号】，林');
    const gap = gapIn(text, words, CANNED_VARIABLES)!;
    expect(text.slice(...gap)).toBe('【订单号】');
    expect(gapIn('订单 1，林', words, CANNED_VARIABLES)).toBeUndefined();
  });

  it('are asked for by a slash that stands alone', () => {
    expect([slashOf('/'), slashOf('/or'), slashOf('a/'), slashOf('/ x'), slashOf('http://x')]).toEqual([
      '',
      'or',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
