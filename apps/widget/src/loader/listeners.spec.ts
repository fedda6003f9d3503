import { describe, expect, it } from '@jest/globals';
import { Listeners } from './listeners.js';

describe('Listeners', () => {
  it('tell everybody who listens, until the subscription ends', () => {
    const listeners = new Listeners();
    const heard: number[] = [];
    const end = listeners.on('unread', (count) => heard.push(count));
    listeners.on('unread', (count) => heard.push(count * 10));
    listeners.tell('unread', 1);
    end();
    listeners.tell('unread', 2);
    listeners.tell('open', undefined);
    expect(heard).toEqual([1, 10, 20]);
  });
});
