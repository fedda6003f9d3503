import type { Entity } from '#kernel';
import { isEmail } from 'class-validator';
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';

const EMAIL = /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/gu;
/** Groups of digits as people write a number: +86 138-1234-5678, (021) 6123 4567. */
const PHONE = /(?<![\w@.-])(?:\+|00)?\(?\d(?:[\d]|[ ()-](?=[\d(])){6,17}(?![\w@-])/gu;
const AREA = 'CN';
/** Ten bare digits may be a number of any kind: one that is not a mobile's, an area's or a service's is left to the order numbers. */
const WRITTEN_AS_PHONE = /^(?:\+|00|\(?0\d|1[3-9]|[48]00)/u;

export function findEmails(text: string): Entity[] {
  return [...text.matchAll(EMAIL)]
    .map((match) => ({ text: match[0].replace(/[.-]+$/u, ''), start: match.index }))
    .filter(({ text: address }) => isEmail(address))
    .map(({ text: address, start }) => ({
      kind: 'email',
      text: address,
      value: address.toLowerCase(),
      start,
      end: start + address.length,
    }));
}

/** Phone numbers that exist by the numbering plan: national ones are read as Chinese. The value is digits only, with the country code when one was written. */
export function findPhones(text: string): Entity[] {
  const phones: Entity[] = [];
  for (const match of text.matchAll(PHONE)) {
    const raw = match[0].trimEnd();
    if (!WRITTEN_AS_PHONE.test(raw)) continue;
    const number = parsePhoneNumberFromString(raw, AREA, metadata);
    if (!number?.isValid()) continue;
    const foreign = raw.startsWith('+') || raw.startsWith('00');
    const value = foreign ? number.number.slice(1) : raw.replace(/\D/gu, '');
    phones.push({ kind: 'phone', text: raw, value, start: match.index, end: match.index + raw.length });
  }
  return phones;
}
