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
    const time = async (of: string | undefined): Promise<number> => {
      const started = performance.now();
      expect(await verifyPassword(of, 'wrong')).toBe(false);
      return performance.now() - started;
    };
    // In turn, and the quickest of each: what else the machine does only ever makes it slower.
    let [known, unknown] = [Infinity, Infinity];
    for (let i = 0; i < 12; i++) {
      known = Math.min(known, await time(hash));
      unknown = Math.min(unknown, await time(undefined));
    }
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 10);
  });

  it('makes passwords that differ and have no look-alikes', () => {
    const made = new Set(Array.from({ length: 200 }, () => generatePassword()));
    expect(made.size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{20}$/);
  });
});
