import { Converter } from 'opencc-js/t2cn';

/**
 * Traditional characters and the words of Taiwan (線上, 列印, 簡訊) to the Simplified ones the articles are written in. Text that is
 * Simplified already passes unchanged.
 */
const toSimplified = Converter({ from: 'twp', to: 'cn' });

const UNUSABLE = /[\p{Cf}\p{Co}\p{Cn}\p{Surrogate}]|[^\P{Cc}\t\n\r]/gu;

/**
 * The one form in which texts are compared: NFKC (full width becomes half width), lower case, Traditional → Simplified, control
 * characters, zero-width characters and lone surrogates out, white space collapsed to single blanks. Never throws, whatever comes in.
 *
 * @returns the text to match on; for showing, keep the original
 */
export function normalise(text: string): string {
  const plain = text.normalize('NFKC').replace(UNUSABLE, '').toLowerCase();
  return toSimplified(plain).replace(/\s+/gu, ' ').trim();
}
