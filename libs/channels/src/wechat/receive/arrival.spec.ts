import { describe, expect, it } from '@jest/globals';
import { readCallback, type Callback } from './arrival.js';

const read = (fields: Record<string, string>): Callback => {
  const common = { ToUserName: 'gh_1', FromUserName: 'o1', CreateTime: '1700000000' };
  const found = readCallback('official', new Map(Object.entries({ ...common, ...fields })));
  if (found.kind !== 'callback') throw new Error(found.kind);
  return found.callback;
};
const text = (over: Record<string, string> = {}): string =>
  read({ MsgType: 'text', Content: '在吗', MsgId: '24180351648420685', ...over }).dedupeKey;
const event = (over: Record<string, string> = {}): string =>
  read({ MsgType: 'event', Event: 'CLICK', EventKey: 'HELP', ...over }).dedupeKey;

describe('what a repeat is known by', () => {
  it('of a message: user, WeChat’s id and the words, whenever it comes and in whatever order its fields stand', () => {
    expect(text({ CreateTime: '1700000005' })).toBe(text());
    expect(text({ MsgId: ' 24180351648420685\n' })).toBe(text());
    const others: Record<string, string>[] = [
      { MsgId: '24180351648420684' },
      { FromUserName: 'o2' },
      { Content: '在' },
      { bizmsgmenuid: '101' },
    ];
    for (const over of others) expect(text(over)).not.toBe(text());
    expect(text()).not.toContain('在吗');
  });

  it('of a message without an id: all of it, and when', () => {
    expect(text({ MsgId: '' })).toBe(text({ MsgId: '' }));
    expect(text({ MsgId: '', CreateTime: '1700000005' })).not.toBe(text({ MsgId: '' }));
    expect(text({ MsgId: 'x' })).not.toContain('在吗');
  });

  it('of an event: user, time, event and key', () => {
    expect(event({ MsgId: '1' })).toBe(event());
    const others: Record<string, string>[] = [
      { CreateTime: '1700000001' },
      { FromUserName: 'o2' },
      { Event: 'SCAN' },
      { EventKey: 'HELP2' },
    ];
    for (const over of others) expect(event(over)).not.toBe(event());
    expect(event({ EventKey: 'k'.repeat(5000) }).length).toBeLessThan(200);
  });
});

describe('the time of a callback', () => {
  it.each([
    ['1700000000', 1_700_000_000],
    ['1700000000123', 1_700_000_000],
  ])('%s is in seconds', (CreateTime, seconds) => {
    expect(read({ MsgType: 'text', Content: 'a', MsgId: '1', CreateTime }).saidAt).toBe(seconds);
  });

  it.each(['', '-1', '1e9', 'yesterday', '1'.repeat(14)])('%j is none', (CreateTime) => {
    expect(() => read({ MsgType: 'text', Content: 'a', MsgId: '1', CreateTime })).toThrow('no CreateTime');
  });
});
