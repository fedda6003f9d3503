import { CLASSES_EN } from './classes.en.js';
import { CLASSES_ZH } from './classes.zh.js';

/** One place of a text: a word as it is, or the class it belongs to. */
export interface Unit {
  text: string;
  isClass: boolean;
}

const LONGEST_ZH = 6;
const LONGEST_EN = 3;
/** Amounts of time and money stand for each other, whatever they are. */
const AMOUNTS: readonly (readonly [string, RegExp])[] = [
  [
    'time',
    /(?:\d+|[一二两三四五六七八九十半几好多]+)(?:多)?(?:个)?(?:多)?(?:分钟|小时|钟头|天|礼拜|星期|周|月|年|日|点钟)/gu,
  ],
  [
    'money',
    /[¥￥$€£]\s?\d[\d,.]*|(?:\d[\d,.]*|[一二两三四五六七八九十百千万几]+)(?:多)?(?:块钱?|元|毛|角)|\d[\d,.]*\s?(?:dollars?|bucks|quid|pounds?|euros?|cents?)\b/gu,
  ],
  [
    'time',
    /\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|many|half an?)[ -](?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\b/gu,
  ],
  [
    'count',
    /\b(?:once|twice|thrice|(?:\d+|two|three|four|five|six|seven|eight|ten|several|many) times|(?:second|third|fourth|fifth|2nd|3rd|4th|5th) time)\b|第[二三四五六七八九十几\d]+次|[两二三四五六七八九十好几\d]+(?:次|遍|回|趟)/gu,
  ],
];

/** Around the name of an amount, from the area of characters that mean nothing. */
const [OPEN, CLOSE] = ['\u{f0000}', '\u{f0001}'] as const;
const RUN = /\u{f0000}[a-z]+\u{f0001}|\p{Script=Han}+|[a-z][a-z'’-]*|\d+|[^\s\p{L}\p{N}]/gu;

const zh = dictionary(CLASSES_ZH);
const en = dictionary(CLASSES_EN);

function dictionary(classes: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const [name, list] of Object.entries(classes))
    for (const word of list.split(' ')) {
      const plain = word.replaceAll('_', ' ').replaceAll('.', "'").toLowerCase();
      if (!words.has(plain)) words.set(plain, name);
    }
  return words;
}

/** A normalised text as a row of words and classes: Han by character where no class fits, Latin by word. */
export function unitsOf(plain: string): Unit[] {
  let text = plain;
  for (const [name, pattern] of AMOUNTS) text = text.replace(pattern, ` ${OPEN}${name}${CLOSE} `);
  const units: Unit[] = [];
  for (const [run] of text.matchAll(RUN)) {
    if (run.startsWith(OPEN)) units.push({ text: run.slice(OPEN.length, -CLOSE.length), isClass: true });
    else if (/^\p{Script=Han}/u.test(run)) addHan(run, units);
    else units.push({ text: /^\d/u.test(run) ? '0' : run, isClass: false });
  }
  return withPhrases(units);
}

function addHan(run: string, units: Unit[]): void {
  for (let i = 0; i < run.length;) {
    let length = Math.min(LONGEST_ZH, run.length - i);
    while (length > 0 && !zh.has(run.slice(i, i + length))) length -= 1;
    const name = length > 0 ? zh.get(run.slice(i, i + length)) : undefined;
    units.push(name ? { text: name, isClass: true } : { text: run.charAt(i), isClass: false });
    i += Math.max(1, length);
  }
}

/** English words and phrases of up to three words that belong to a class. */
function withPhrases(units: readonly Unit[]): Unit[] {
  const found: Unit[] = [];
  for (let i = 0; i < units.length;) {
    let length = Math.min(LONGEST_EN, units.length - i);
    let name: string | undefined;
    for (; length > 0; length -= 1) {
      const words = units.slice(i, i + length);
      name = words.some(({ isClass }) => isClass) ? undefined : en.get(words.map(({ text }) => text).join(' '));
      if (name) break;
    }
    found.push(name ? { text: name, isClass: true } : (units[i] as Unit));
    i += Math.max(1, length);
  }
  return found;
}
