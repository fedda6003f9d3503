const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const BIG: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

const ENGLISH = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value): [string, number] => [word, value]),
);
for (const [i, word] of 'thirty forty fifty sixty seventy eighty ninety hundred'.split(' ').entries())
  ENGLISH.set(word, 30 + 10 * i);

const CHINESE = '零〇一二两三四五六七八九十百千万亿';

/** A number as texts write it: 1,299.50 · 3万 · 一千二百 · twelve. Matches normalised text (half width, lower case). */
export const NUMBER = `(?:\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)(?:\\s*[万千百亿])?|[${CHINESE}]+|\\b(?:${[...ENGLISH.keys()].join('|')})\\b`;

/** The value of what {@link NUMBER} matched; NaN for a word of numerals that is none (百万's 万 alone, 零零). */
export function numberOf(text: string): number {
  const word = text.trim();
  const english = ENGLISH.get(word);
  if (english !== undefined) return english;
  const digits = /^([\d,.]+)\s*([万千百亿])?$/.exec(word);
  if (digits)
    return Number((digits[1] ?? '').replaceAll(',', '')) * (BIG[digits[2] ?? ''] ?? PLACES[digits[2] ?? ''] ?? 1);
  return chinese(word);
}

function chinese(word: string): number {
  // 二〇二六: digits one after the other.
  if (/^[零〇一二三四五六七八九]{2,}$/.test(word)) return Number([...word].map((c) => DIGITS[c]).join(''));
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  for (const c of word) {
    const place = PLACES[c];
    const big = BIG[c];
    if (place !== undefined) {
      section += (digit ?? (section === 0 && c === '十' ? 1 : Number.NaN)) * place;
      digit = undefined;
    } else if (big !== undefined) {
      total = (total + section + (digit ?? 0)) * big;
      section = 0;
      digit = undefined;
      if (total === 0) return Number.NaN;
    } else digit = DIGITS[c];
  }
  return total + section + (digit ?? 0);
}
