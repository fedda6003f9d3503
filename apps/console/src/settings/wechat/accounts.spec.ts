import { describe, expect, it } from '@jest/globals';
import type { WireWeChatAccount } from '#kernel';
import { Translator } from '../../i18n/messages.js';
import { AES_KEY_LENGTH, bodyOf, callbackOf, canBeCalled, fieldsOf, problemIn, randomLetters } from './accounts.js';

const KNOWN: WireWeChatAccount = {
  id: 'shop',
  kind: 'official',
  name: '梧桐里',
  appId: 'wx1',
  encrypted: true,
  managedBy: 'desk',
  sends: 'passive',
  version: 3,
  callbackPath: '/api/v1/webhooks/wechat/shop',
};

describe('the form of a WeChat account', () => {
  it('makes keys that WeChat takes, and leaves out bytes that would favour some letters', () => {
    expect(randomLetters(AES_KEY_LENGTH)).toMatch(/^[A-Za-z0-9]{43}$/);
    const bytes = [255, 250, 0, 61, 247];
    expect(randomLetters(3, (count) => Uint8Array.from({ length: count }, () => bytes.shift() ?? 1))).toBe('A99');
  });

  it('sends what was entered, and of secrets nothing that was not', () => {
    const fields = { ...fieldsOf(undefined), id: 'a', appId: ' wx2 ', appSecret: 's'.repeat(8), token: 'tok' };
    expect(bodyOf({ ...fields, aesKey: 'k'.repeat(43) })).toEqual({
      id: 'a',
      kind: 'official',
      appId: 'wx2',
      appSecret: 's'.repeat(8),
      token: 'tok',
      aesKey: 'k'.repeat(43),
      sends: 'api',
    });
    expect(bodyOf({ ...fields, encrypted: false, aesKey: 'left over' })).not.toHaveProperty('aesKey');
    expect(bodyOf(fieldsOf(KNOWN), KNOWN)).toEqual({
      version: 3,
      kind: 'official',
      name: '梧桐里',
      appId: 'wx1',
      sends: 'passive',
    });
  });

  it('takes a key away only where one is, and never from WeChat customer service', () => {
    const without = { ...fieldsOf(KNOWN), encrypted: false };
    expect(bodyOf(without, KNOWN)).toHaveProperty('aesKey', null);
    expect(bodyOf(without, { ...KNOWN, encrypted: false })).not.toHaveProperty('aesKey');
    expect(bodyOf({ ...without, kind: 'wecom_kf' }, KNOWN)).not.toHaveProperty('aesKey');
    expect(bodyOf({ ...without, kind: 'wecom_kf' }, KNOWN)).toHaveProperty('sends', 'api');
  });

  it('knows which addresses WeChat can call', () => {
    expect(canBeCalled(callbackOf('https://desk.example.com', 'a b'))).toBe(true);
    for (const origin of ['http://desk.example.com', 'https://localhost:3000', 'https://10.0.0.4', 'nonsense'])
      expect(canBeCalled(callbackOf(origin, 'a'))).toBe(false);
  });

  it('says what WeChat’s codes mean, and the code where it does not know', () => {
    const words = new Translator('en');
    expect(problemIn(40164, words)).toContain('whitelist');
    expect(problemIn(77777, words)).toContain('77777');
  });
});
