import { describe, expect, it } from '@jest/globals';
import { Clock, newId } from '#kernel';
import { AppConfig } from '#platform';
import { ShopperTokens } from './shopper-tokens.js';

class SetClock extends Clock {
  at = new Date();
  override now(): Date {
    return this.at;
  }
}

function tokens(clock: Clock = new SetClock(), jwtSecret = 'one secret'): ShopperTokens {
  return new ShopperTokens(Object.assign(new AppConfig(), { jwtSecret }), clock);
}

describe('ShopperTokens', () => {
  it('knows for whom a token was made, for a day, and with the same secret only', () => {
    const clock = new SetClock();
    const id = newId();
    const token = tokens().issue(id);
    expect(tokens(clock).read(token)).toBe(id);
    expect(tokens(clock, 'another secret').read(token)).toBeUndefined();
    clock.at = new Date(Date.now() + 25 * 3_600_000);
    expect(tokens(clock).read(token)).toBeUndefined();
  });

  it('two tokens of one shopper differ', () => {
    const id = newId();
    expect(tokens().issue(id)).not.toBe(tokens().issue(id));
  });

  it('believes nothing that was changed, cut, lengthened or made up', () => {
    const token = tokens().issue(newId());
    const other = token[20] === 'A' ? 'B' : 'A';
    const forged = [
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      token.slice(0, 20) + other + token.slice(21),
      '',
      'x',
      `${token}\0`,
    ];
    for (const bad of [...forged, 'A'.repeat(token.length), newId()])
      expect([bad, tokens().read(bad)]).toEqual([bad, undefined]);
  });
});
