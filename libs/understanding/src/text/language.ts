import type { Locale } from '#kernel';
import type { Reading } from './reading.js';

/**
 * The language of a message. Han characters make it Chinese even among brand names in Latin letters ("iPhone 有货吗"), unless they are a
 * few in an English sentence; a message without words (a number, an emoji) is in the language spoken so far.
 */
export function languageOf(reading: Reading, spoken: Locale): Locale {
  const words = reading.plain.match(/[a-z]{2,}/gu)?.length ?? 0;
  const han = reading.plain.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (han === 0) return words === 0 ? spoken : 'en';
  return words >= 5 && han <= words / 2 ? 'en' : 'zh-CN';
}
