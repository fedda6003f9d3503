import { describe, expect, it } from '@jest/globals';
import { passwordWeakness } from './password-strength.js';

const LIN = { email: 'lin.wei@example.test', name: 'Lin Wei' };

describe('password strength', () => {
  it.each([
    'short',
    '123456789',
    'aaaaaaaaaaaaaa',
    'abababababab',
    'password1234',
    'P@ssword12345',
    '1234567890abcdefg',
    'lin.wei@example.test',
    'lin.wei2024',
    'Lin Wei 123',
    'qwertyuiop12',
    'woaini1234',
  ])('finds %s easy to guess', (password) => {
    const words = passwordWeakness(password, LIN);
    expect(words?.en).toBeTruthy();
    expect(words?.['zh-CN']).toBeTruthy();
    expect(words?.en).not.toContain(password);
  });

  it.each(['correct horse battery', 'demo-pass-123x', '春眠不觉晓处处闻啼鸟', 'xK7!pq-Rt2w', 'tower bridge 1894 rain'])(
    'takes %s',
    (password) => {
      expect(passwordWeakness(password, LIN)).toBeUndefined();
    },
  );
});
