/** Personal data that must not stand in a log: phone numbers, e-mail addresses, identity and bank card numbers, and bearer secrets. */
const PATTERNS: readonly [RegExp, (match: string) => string][] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (m) => `${m.slice(0, 1)}***@***`],
  [/\bBearer\s+[\w.~+/-]+=*/gi, () => 'Bearer ***'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, () => '***'],
  [/(?<!\d)\d{17}[\dXx](?!\d)/g, (m) => `${m.slice(0, 4)}**************`],
  [/(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)/g, (m) => `${m.slice(0, 4)}****${m.slice(-2)}`],
  [/(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g, (m) => `${m.slice(0, 3)}****${m.slice(-2)}`],
];

/** Masks personal data in a text that goes to a log. */
export function maskForLog(text: string): string {
  return PATTERNS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text);
}
