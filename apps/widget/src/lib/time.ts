import type { Locale } from '#kernel';
import type { Translate } from './words.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The calendar day of a time in the viewer's zone, as a number that grows by one each day. */
function dayNumber(at: Date): number {
  return Math.floor(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / (24 * HOUR));
}

export interface Times {
  /** "just now", "5 minutes ago", and the clock time once it is over an hour ago. */
  relative(iso: string, now: number): string;
  /** Date and time in full, for hovering. */
  exact(iso: string): string;
  /** "Today", "Yesterday" or the date, for the line between two days. */
  day(iso: string, now: number): string;
  sameDay(one: string, other: string): boolean;
  /** A time to come: the clock, with the day when it is not today. */
  soon(iso: string): string;
}

/** Times as a person reads them, in the viewer's zone. Times of the future (a clock that is wrong) count as now. */
export function times(locale: Locale, t: Translate): Times {
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', weekday: 'short' });
  return {
    relative(iso, now) {
      const passed = now - Date.parse(iso);
      if (passed < MINUTE) return t('justNow');
      if (passed < HOUR) return ago.format(-Math.floor(passed / MINUTE), 'minute');
      return clock.format(new Date(iso));
    },
    exact: (iso) => full.format(new Date(iso)),
    day(iso, now) {
      const days = dayNumber(new Date(now)) - dayNumber(new Date(iso));
      if (days <= 0) return t('today');
      return days === 1 ? t('yesterday') : date.format(new Date(iso));
    },
    soon: (iso) => {
      const at = new Date(iso);
      const today = dayNumber(at) === dayNumber(new Date());
      return today ? clock.format(at) : `${date.format(at)} ${clock.format(at)}`;
    },
    sameDay: (one, other) => dayNumber(new Date(one)) === dayNumber(new Date(other)),
  };
}

/** A file's size as people read it, in the units of their language. */
export function sizeWords(bytes: number, locale: Locale): string {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'kilobyte'] : [bytes / 1024 / 1024, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** The expected wait as the shopper reads it: a range in whole minutes, never finer than it is known. */
export function waitWords(eta: readonly [number, number] | null, t: Translate): string {
  if (eta === null) return t('etaUnknown');
  const low = Math.max(1, Math.floor(eta[0] / 60));
  const high = Math.max(low, Math.ceil(eta[1] / 60));
  if (high <= 1) return t('etaUnderMinute');
  return low === high ? t('etaMinutes', { minutes: high }) : t('etaRange', { low, high });
}
