import type { Entity } from '#kernel';

/** A number said to be that of an order or parcel. */
const NAMED =
  /(?:订单编号|订单号码?|订单|单号|快递号|运单号|流水号|order|parcel|purchase|tracking|invoice|confirmation)(?:\s*(?:number|no\.?|id|code|num|nr))?\s*(?:是|为|:|：|#|＃)?\s*#?\s*([a-z]{0,4}-?\d[\da-z-]{3,30})(?![\w])/giu;
const HASHED = /(?<![\w&])#\s?([a-z]{0,4}-?\d[\da-z-]{3,30})(?![\w])/giu;
/** Nobody writes a number this long for anything else; 11 digits that begin with 1 are a mobile phone, 18 with a date an identity card. */
const BARE = /(?<![\w.])((?:[a-z]{1,4}-?)?\d{10,24})(?![\w]|\.\d)/giu;
const IDENTITY_CARD = /^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]$/iu;
const MOBILE = /^1[3-9]\d{9}$/u;

/** Numbers that are called one of an order. */
export function findNamedOrderNumbers(text: string): Entity[] {
  return find(text, [NAMED, HASHED], []);
}

/** Long numbers that are nothing else: no phone, no identity card. */
export function findBareOrderNumbers(text: string, taken: readonly Entity[]): Entity[] {
  return find(text, [BARE], taken).filter(({ text: number }) => !IDENTITY_CARD.test(number) && !MOBILE.test(number));
}

function find(text: string, patterns: readonly RegExp[], taken: readonly Entity[]): Entity[] {
  const found = new Map<number, Entity>();
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const raw = match[1] ?? '';
      const start = match.index + match[0].length - raw.length;
      const number = raw.replace(/-+$/u, '');
      const end = start + number.length;
      if (taken.some((other) => start < other.end && other.start < end) || found.has(start)) continue;
      found.set(start, { kind: 'order_no', text: number, value: number.toUpperCase(), start, end });
    }
  }
  return [...found.values()];
}
