import type { LocalisedText, Locale, Words } from '#kernel';

const OPENS = /\{\{\s*opens\s*\}\}/gu;

/** What a shopper reads who wants a person outside the hours, where the merchant has not said it otherwise. */
const CLOSED: Words = {
  'zh-CN':
    '已为您登记转接人工客服。现在不在客服服务时间，{{opens}}开始接待。您的问题和对话已经保留，客服上班后会第一时间在这里回复您，您不用守着页面。',
  en: 'Your case is with our team. We are outside our service hours and back {{opens}}. Everything is kept; a person will answer here as soon as we are back. You need not keep this page open.',
};

/** The places of a text other than `{{opens}}`. */
export function unknownPlaces(text: string): string[] {
  return text.replace(OPENS, '').match(/\{\{[^{}]{0,40}(?:\}\})?|\}\}/gu) ?? [];
}

/** The notice of a closed desk; undefined when neither the merchant nor we have anything better to say than that nobody is there. */
export function closedNotice(
  own: LocalisedText,
  locale: Locale,
  opensAt: Date | undefined,
  now: Date,
  timeZone: string,
): string | undefined {
  const text = own[locale] ?? CLOSED[locale];
  if (!opensAt) return text.search(OPENS) < 0 ? text : undefined;
  return text.replace(OPENS, () => sayOpening(opensAt, now, timeZone, locale));
}

const SOON: Readonly<Record<Locale, readonly [today: string, tomorrow: string]>> = {
  'zh-CN': ['今天', '明天'],
  en: ['today', 'tomorrow'],
};

/** 明天 09:00, Monday at 09:00, 10月8日 09:00: in the desk's zone, for that is what its hours are in. */
export function sayOpening(opensAt: Date, now: Date, timeZone: string, locale: Locale): string {
  const show = (options: Intl.DateTimeFormatOptions, at = opensAt): string =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(at);
  const dayOf = (at: Date): number =>
    Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)) / 86_400_000;
  const days = dayOf(opensAt) - dayOf(now);
  const day = SOON[locale][days] ?? (days < 7 ? show({ weekday: 'long' }) : show({ month: 'long', day: 'numeric' }));
  const time = show({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (locale === 'zh-CN') return `${day} ${time}`;
  return days < 7 ? `${day} at ${time}` : `on ${day} at ${time}`;
}
