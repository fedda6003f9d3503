/** The languages the desk speaks. Chinese comes first: whatever is not clearly English is answered in Chinese. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Picks the locale of a BCP 47 tag or an Accept-Language header; unknown or missing means Chinese. */
export function toLocale(tag: unknown): Locale {
  if (typeof tag !== 'string') return 'zh-CN';
  const first = tag.split(',')[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('en') ? 'en' : 'zh-CN';
}

export type Words = Readonly<Record<Locale, string>>;

/** Fills `{name}` places of a message with values; a place without a value stays visible, so that a test sees it. */
export function fill(template: string, values: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}
