import { describe, expect, it } from '@jest/globals';
import { generatePassword, hashPassword, verifyPassword } from './passwords.js';

describe('passwords', () => {
  it('hashes with argon2id and a salt of its own each time', async () => {
    const [a, b] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(a).not.toBe(b);
    expect(await verifyPassword(a, 'same')).toBe(true);
    expect(await verifyPassword(a, 'Same')).toBe(false);
  });

  it('takes as long for an account that does not exist', async () => {
    const hash = await hashPassword('right');
    await verifyPassword(undefined, 'warm up');
    const time = async (work: () => Promise<boolean>): Promise<number> => {
      const laps: number[] = [];
      for (let i = 0; i < 9; i++) {
        const started = performance.now();
        expect(await work()).toBe(false);
        laps.push(performance.now() - started);
      }
      return laps.sort((x, y) => x - y)[4] ?? 0;
    };
    const known = await time(() => verifyPassword(hash, 'wrong'));
    const unknown = await time(() => verifyPassword(undefined, 'wrong'));
    expect(unknown).toBeGreaterThan(known * 0.5);
    expect(unknown).toBeLessThan(known * 2);
  });

  it('makes passwords that differ and have no look-alikes', () => {
    const made = new Set(Array.from({ length: 200 }, () => generatePassword()));
    expect(made.size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{20}$/);
  });
});
