import { describe, expect, it } from '@jest/globals';
import { Memory } from './memory.js';

class Box {
  readonly kept = new Map<string, string>();
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
}

describe('Memory', () => {
  it('keeps the token for every tab, the open panel and the draft for this one, apart for each server', () => {
    const shared = new Box();
    const one = new Memory('https://a.example', shared, new Box());
    one.write({ token: 't', open: true, draft: 'd' });
    expect(one.read()).toEqual({ token: 't', open: true, draft: 'd' });
    expect(new Memory('https://a.example', shared, new Box()).read()).toEqual({ token: 't' });
    expect(new Memory('https://b.example', shared, new Box()).read()).toEqual({});
    one.forget();
    expect(one.read()).toEqual({});
  });

  it('begins anew when somebody else wrote nonsense under its name', () => {
    for (const nonsense of ['{', '[]', 'null', '7']) {
      const box = new Box();
      box.setItem('deskhand:s', nonsense);
      expect(new Memory('s', box, null).read()).toEqual({});
    }
  });

  it('serves from memory where storing is forbidden or full', () => {
    const full = {
      getItem: (): string | null => null,
      setItem(): void {
        throw new Error('QuotaExceededError');
      },
    };
    const memory = new Memory('s', full, null);
    memory.write({ token: 't', draft: 'd' });
    expect(memory.read()).toEqual({ token: 't', draft: 'd' });
  });
});
