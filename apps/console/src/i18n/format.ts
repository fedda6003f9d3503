import type { Locale } from '#kernel';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Making a formatter takes longer than formatting a whole list with it. */
function kept<T>(make: (locale: Locale) => T): (locale: Locale) => T {
  const made = new Map<Locale, T>();
  return (locale) => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const fresh = make(locale);
    made.set(locale, fresh);
    return fresh;
  };
}

const distances = kept((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }));
const dayDistances = kept((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const dates = kept((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
const fullDates = kept((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full' }));
const exactTimes = kept((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }));
const clockTimes = kept(
  (locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false }),
);

/** A running time as on a clock: 0:07, 12:05, 1:02:05; above a day only days are worth reading (`3d`). */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  if (ms >= DAY) return `${Math.floor(ms / DAY)}d`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3_600);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A span of time in its largest unit, rounded down: "46 hours", "12 minutes", "30 seconds". */
export function duration(ms: number, locale: Locale): string {
  const [unit, size] =
    ms >= HOUR
      ? (['hour', HOUR] as const)
      : ms >= MINUTE
        ? (['minute', MINUTE] as const)
        : (['second', SECOND] as const);
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 });
  return format.format(Math.max(0, Math.floor(ms / size)));
}

/** "2 minutes ago" in the viewer's words; from a week on the date. */
export function ago(at: string, now: number, locale: Locale): string {
  const difference = Date.parse(at) - now;
  const distance = Math.abs(difference);
  const format = distances(locale);
  if (distance < MINUTE) return format.format(0, 'second');
  if (distance < HOUR) return format.format(Math.round(difference / MINUTE), 'minute');
  if (distance < DAY) return format.format(Math.round(difference / HOUR), 'hour');
  if (distance < 7 * DAY) return format.format(Math.round(difference / DAY), 'day');
  return dates(locale).format(new Date(at));
}

/** The time of day, in the viewer's zone. */
export function timeOfDay(at: string, locale: Locale): string {
  return clockTimes(locale).format(new Date(at));
}

/** Date and time in full, for those who hover. */
export function exact(at: string, locale: Locale): string {
  return exactTimes(locale).format(new Date(at));
}

/** The day of a time in the viewer's zone, as a key: 2026-03-01. */
export function dayKey(at: string): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "Today", "Yesterday", else the date. */
export function dayName(at: string, now: number, locale: Locale): string {
  for (const back of [0, 1]) {
    if (dayKey(at) === dayKey(new Date(now - back * DAY).toISOString()))
      return dayDistances(locale).format(-back, 'day');
  }
  return fullDates(locale).format(new Date(at));
}
