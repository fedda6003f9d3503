/** How a kind of personal data is found: a pattern, and a check that keeps other numbers out. */
interface Kind {
  pattern: RegExp;
  holds: (match: string) => boolean;
  mask: (match: string) => string;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** The check digit of bank cards (ISO/IEC 7812). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A resident identity number: a real birthday in it and its check digit (GB 11643, MOD 11-2) right. */
function isIdCard(text: string): boolean {
  const id = text.toUpperCase();
  const month = Number(id.slice(10, 12));
  const day = Number(id.slice(12, 14));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(id[i]), 0);
  return '10X98765432'[sum % 11] === id[17];
}

const always = (): boolean => true;

/** Order matters: what an earlier kind has taken, a later one does not see. */
const KINDS: readonly Kind[] = [
  {
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/gu,
    holds: always,
    mask: () => '[email]',
  },
  { pattern: /(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])/g, holds: isIdCard, mask: () => '[id card]' },
  {
    pattern: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g,
    holds: (m) => /^[2-6]/.test(m) && passesLuhn(digitsOf(m)),
    mask: () => '[bank card]',
  },
  {
    pattern: /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)/g,
    holds: always,
    mask: () => '[phone]',
  },
  { pattern: /(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)/g, holds: always, mask: () => '[phone]' },
  {
    // The international form; its plus sign is what tells it from an order number.
    pattern: /\+\d{1,3}(?:[ -]?\(?\d{2,4}\)?){2,4}(?!\d)/g,
    holds: (m) => digitsOf(m).length >= 9 && digitsOf(m).length <= 15,
    mask: () => '[phone]',
  },
  {
    // An order number, perhaps with letters before it. The last four digits stay, as on a receipt.
    pattern: /(?<![0-9A-Za-z])[A-Za-z]{0,4}-?\d(?:-?\d){9,24}(?![0-9A-Za-z])/g,
    holds: always,
    mask: (m) => `[number …${digitsOf(m).slice(-4)}]`,
  },
];

/**
 * Takes personal data out of a text before it goes to a model: e-mail addresses, resident identity numbers (check digit right), bank cards
 * (Luhn), telephone numbers, and of any other long number all but the last four digits. Amounts, dates and short numbers stay. Full-width digits
 * count as digits. What is taken out is put back nowhere.
 */
export function maskPersonalData(text: string): string {
  // Only digits and the signs around them are folded: the rest of a person's text stays as typed.
  let out = text.replace(/[\uFF10-\uFF19\uFF0B\uFF0D\uFF20]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  for (const { pattern, holds, mask } of KINDS)
    out = out.replace(pattern, (match) => (holds(match) ? mask(match) : match));
  return out;
}
