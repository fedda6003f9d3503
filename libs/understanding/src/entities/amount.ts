import type { Entity } from '#kernel';

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?`;
const CHINESE = '[零一二两三四五六七八九十百千万]{1,10}';
const BEFORE = new RegExp(String.raw`(?:¥|￥|rmb|cny)\s?(${NUMBER})(?![\d.]\d)`, 'giu');
const BEHIND = new RegExp(
  String.raw`(?<![\d.])(${NUMBER})\s?(万|千|百|k|w)?\s?(?:多)?\s?(?:元|块钱?|圆|rmb\b|cny\b|yuan\b|人民币)(?:([1-9])毛?(?!\d))?`,
  'giu',
);
const IN_WORDS = new RegExp(String.raw`(${CHINESE})(?:多|来)?(?:块钱?|元|圆)(?!钱包|件|装|旦|宵)`, 'gu');
const DOLLARS = new RegExp(
  String.raw`(?:(?:us)?\$\s?(${NUMBER})|(?<![\d.])(${NUMBER})\s?(?:dollars?|bucks|usd)\b)`,
  'giu',
);
const UNITS: Readonly<Record<string, number>> = { 百: 100, 千: 1_000, k: 1_000, 万: 10_000, w: 10_000 };
const DIGITS = '零一二三四五六七八九';

/** Sums of money. The value has two decimals; yuan unless `USD ` stands before it. */
export function findAmounts(text: string): Entity[] {
  const found: Entity[] = [];
  const add = (match: RegExpMatchArray, value: number, currency = ''): void => {
    const start = match.index ?? 0;
    const end = start + match[0].length;
    if (!Number.isFinite(value) || found.some((other) => start < other.end && other.start < end)) return;
    found.push({ kind: 'amount', text: match[0], value: `${currency}${value.toFixed(2)}`, start, end });
  };
  for (const match of text.matchAll(BEFORE)) add(match, numberOf(match[1]));
  for (const match of text.matchAll(BEHIND)) {
    const unit = UNITS[(match[2] ?? '').toLowerCase()] ?? 1;
    add(match, numberOf(match[1]) * unit + (match[3] ? Number(match[3]) / 10 : 0));
  }
  for (const match of text.matchAll(IN_WORDS)) add(match, chineseNumber(match[1] ?? ''));
  for (const match of text.matchAll(DOLLARS)) add(match, numberOf(match[1] ?? match[2]), 'USD ');
  return found;
}

function numberOf(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', ''));
}

/** 三千五百 → 3500, 两万 → 20000, 一百五 → 150. NaN when it is no number. */
export function chineseNumber(text: string): number {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 1;
  for (const char of text.replaceAll('两', '二')) {
    const value = DIGITS.indexOf(char);
    if (value >= 0) {
      digit = value;
      if (value === 0) lastUnit = 1;
      continue;
    }
    if (char === '万') {
      total += (section + (digit ?? 0)) * 10_000;
      section = 0;
      lastUnit = 10_000;
    } else {
      const unit = char === '十' ? 10 : (UNITS[char] ?? NaN);
      section += (digit ?? 1) * unit;
      lastUnit = unit;
    }
    digit = undefined;
  }
  // 一百五 is 150: a last digit without its unit counts in the unit below the one before it.
  const rest = digit === undefined ? 0 : lastUnit >= 100 ? digit * (lastUnit / 10) : digit;
  return total + section + rest;
}
