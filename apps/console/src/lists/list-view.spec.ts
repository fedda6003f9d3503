import { describe, expect, it } from '@jest/globals';
import type { WireConversationItem } from '#kernel';
import { DEFAULT_VIEW, fitsView, narrowed, readView, writeView, type ListView } from './list-view.js';

const read = (text: string): ListView | undefined => readView(new URLSearchParams(text));

describe('the view of the list', () => {
  it('is in the address as it is', () => {
    const view: ListView = { list: 'search', q: '退货 & 换货', severity: 'urgent', store: 'hangzhou', unread: '1' };
    expect(read(writeView(view))).toEqual(view);
    expect(writeView(DEFAULT_VIEW)).toBe('');
    expect(read('')).toBeUndefined();
  });

  it('takes no nonsense from an address', () => {
    expect(read('list=x&severity=grave&unread=2&mood=&foo=bar')).toBeUndefined();
    expect(read('severity=grave&channel=web')).toEqual({ list: 'live', channel: 'web' });
    expect(read(`q=${'x'.repeat(5_000)}`)?.q).toHaveLength(200);
  });

  it('knows whether it hides anything', () => {
    expect([narrowed(DEFAULT_VIEW), narrowed({ list: 'search', q: 'x' })]).toEqual([false, false]);
    expect(narrowed({ list: 'live', whose: 'mine' })).toBe(true);
  });

  it.each<[Partial<ListView>, boolean]>([
    [{}, true],
    [{ whose: 'mine' }, true],
    [{ unread: '1' }, true],
    [{ status: 'queued' }, false],
    [{ severity: 'normal' }, true],
    [{ severity: 'critical' }, false],
    [{ mood: 'negative' }, false],
    [{ channel: 'web' }, true],
    [{ channel: 'wechat' }, false],
    [{ store: 'hangzhou' }, true],
    [{ store: 'x' }, false],
    [{ agentId: 'b' }, false],
    [{ shopperId: 's' }, true],
  ])('%j fits: %s', (view, expected) => {
    const item = {
      id: 'c',
      status: 'assigned',
      channel: 'web',
      storeId: 'hangzhou',
      agent: { id: 'a', name: '林' },
      shopper: { id: 's' },
      lastSeq: 4,
      lastAuthor: 'shopper',
    } as WireConversationItem;
    expect(fitsView(item, { ...DEFAULT_VIEW, ...view }, { me: 'a', readSeq: 3 })).toBe(expected);
    expect(fitsView(item, { ...DEFAULT_VIEW, unread: '1' }, { me: 'a', readSeq: 4 })).toBe(false);
  });
});
