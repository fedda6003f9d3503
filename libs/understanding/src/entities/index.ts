import type { Entity } from '#kernel';
import { findAmounts } from './amount.js';
import { findEmails, findPhones } from './contact.js';
import { findDates } from './date.js';
import { findBareOrderNumbers, findNamedOrderNumbers } from './order-number.js';
import { halfWidth } from './width.js';

/** Everything but a text of this length names what matters in its beginning; bounds the time a hostile text can cost. */
const LONGEST = 800;

/** Order numbers, phones, e-mail addresses, sums and days in a text, by their place. `now` is what "yesterday" counts from. */
export function findEntities(original: string, now: Date): Entity[] {
  const text = halfWidth(original.slice(0, LONGEST));
  const hasNumber = /\d{4}/u.test(text);
  const found: Entity[] = findEmails(text);
  const free = (entity: Entity): boolean =>
    !found.some((other) => entity.start < other.end && other.start < entity.end);
  if (hasNumber) {
    found.push(...findNamedOrderNumbers(text).filter(free));
    found.push(...findPhones(text).filter(free));
    found.push(...findBareOrderNumbers(text, found));
  }
  found.push(...findAmounts(text).filter(free));
  found.push(...findDates(text, now, found));
  return found
    .map((entity) => ({ ...entity, text: original.slice(entity.start, entity.end) }))
    .sort((a, b) => a.start - b.start);
}
