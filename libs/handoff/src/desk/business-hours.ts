export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** From and to, `HH:MM` in the desk's zone; `24:00` ends a day. A span that ends before it begins runs past midnight. */
export interface OpenSpan {
  from: string;
  to: string;
}

export interface BusinessHours {
  /** IANA zone, for example Asia/Shanghai. */
  timeZone: string;
  /** True: never closed, whatever stands below. */
  alwaysOpen: boolean;
  weekly: Partial<Record<Weekday, OpenSpan[]>>;
  /** Single days that differ from their weekday: `YYYY-MM-DD` and its spans; an empty list is a day off. */
  exceptions: { date: string; name?: string; spans: OpenSpan[] }[];
}

export const ALWAYS_OPEN: BusinessHours = { timeZone: 'Asia/Shanghai', alwaysOpen: true, weekly: {}, exceptions: [] };

const DAY_MINUTES = 24 * 60;

/** Is the desk open at this moment? */
export function isOpen(hours: BusinessHours, at: Date): boolean {
  if (hours.alwaysOpen) return true;
  const local = localTime(at, hours.timeZone);
  if (spansOf(hours, local.date).some((s) => local.minutes >= s.start && local.minutes < s.end)) return true;
  // What began yesterday may run past midnight.
  return spansOf(hours, dayBefore(local.date)).some((s) => local.minutes + DAY_MINUTES < s.end);
}

/** When the desk opens next, to the minute, looking two weeks ahead; undefined when it is open, or opens at no known time. */
export function nextOpening(hours: BusinessHours, at: Date): Date | undefined {
  if (isOpen(hours, at)) return undefined;
  const minute = 60_000;
  const from = Math.floor(at.getTime() / minute) * minute;
  // Walking in quarter hours first keeps it cheap and is right in zones whose clocks change; then back to the minute.
  for (let t = from + 15 * minute; t <= from + 14 * DAY_MINUTES * minute; t += 15 * minute) {
    if (!isOpen(hours, new Date(t))) continue;
    let first = t;
    while (first - minute > from && isOpen(hours, new Date(first - minute))) first -= minute;
    return new Date(first);
  }
  return undefined;
}

function spansOf(hours: BusinessHours, date: string): { start: number; end: number }[] {
  const exception = hours.exceptions.find((e) => e.date === date);
  const spans = exception ? exception.spans : (hours.weekly[weekdayOf(date)] ?? []);
  return spans.map(({ from, to }) => {
    const start = minutesOf(from);
    const end = minutesOf(to);
    return { start, end: end > start ? end : end + DAY_MINUTES };
  });
}

function minutesOf(time: string): number {
  const [h = '0', m = '0'] = time.split(':');
  return Number(h) * 60 + Number(m);
}

/** Monday comes first in WEEKDAYS, Sunday is 0 in JavaScript. */
function weekdayOf(date: string): Weekday {
  return WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon';
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MINUTES * 60_000).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(at: Date, timeZone: string): { date: string; minutes: number } {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...parts });
    formats.set(timeZone, format);
  }
  const p = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${p['year']}-${p['month']}-${p['day']}`, minutes: Number(p['hour']) * 60 + Number(p['minute']) };
}
