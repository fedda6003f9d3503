import { describe, expect, it } from '@jest/globals';
import { maskPersonalData } from './mask.js';

describe('maskPersonalData', () => {
  it.each([
    ['我的手机是13812345678，帮我查', '我的手机是[phone]，帮我查'],
    ['call +86 138-1234-5678 please', 'call [phone] please'],
    ['手机１３８１２３４５６７８', '手机[phone]'],
    ['固话 021-62345678', '固话 [phone]'],
    ['my number is +44 20 7946 0958', 'my number is [phone]'],
    ['邮箱 wang.fang@example.com.cn 谢谢', '邮箱 [email] 谢谢'],
    ['身份证11010519491231002X', '身份证[id card]'],
    ['卡号 4111 1111 1111 1111', '卡号 [bank card]'],
    ['卡号6222021234567890128？', expect.stringMatching(/^卡号\[(bank card|number …0128)\]？$/)],
    ['订单 202601150012345678 到哪了', '订单 [number …5678] 到哪了'],
    ['order YS-20260115-00123 where', 'order [number …0123] where'],
  ])('%s', (text, masked) => {
    expect(maskPersonalData(text)).toEqual(masked);
  });

  it.each([
    '消费满 200 元可以减免 2 小时停车费吗',
    '2026-01-15 晚上 10:00 还开门吗',
    'Is it ¥1,299.00 or ¥899.50?',
    'iPhone 15 Pro 256GB',
    '满 10000 积分',
    '3-5 个工作日',
  ])('leaves alone: %s', (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });

  it('does not take a number with a wrong check digit for an identity card, yet hides most of it', () => {
    expect(maskPersonalData('110105194912310021')).toBe('[number …0021]');
  });

  it('masks every occurrence, and masking twice changes nothing', () => {
    const once = maskPersonalData('13812345678 或 13987654321，a@b.cn');
    expect(once).toBe('[phone] 或 [phone]，[email]');
    expect(maskPersonalData(once)).toBe(once);
  });

  it('is quick on hostile input', () => {
    const started = performance.now();
    maskPersonalData('1 '.repeat(2_000) + 'a'.repeat(4_000) + '@' + '1-'.repeat(2_000) + '+1 (22) '.repeat(500));
    // Far more than a busy machine takes; only another order of growth takes longer.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
