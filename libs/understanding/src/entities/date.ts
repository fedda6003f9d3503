import type { Entity } from '#kernel';
import { en, zh, type ParsedResult } from 'chrono-node';

/** Shops and shoppers live on China's clock, whatever that of the machine. */
const CHINA_OFFSET_MINUTES = 480;
const MAY_NAME_A_DATE_ZH = /[天日号月]|周|星期|礼拜/u;
const MAY_NAME_A_DATE_EN =
  /\d[-/.]\d|\b(?:today|tonight|yesterday|tomorrow|ago|last|next|this|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/iu;
/** Words chrono takes for dates although they mostly are none in a chat. */
const NO_DATE = /^(?:sat|sun|mar|may|now|第.*)$/iu;

/** Days named in a text, relative ones counted from `now`. The value is an ISO date. */
export function findDates(text: string, now: Date, taken: readonly Entity[]): Entity[] {
  const reference = { instant: now, timezone: CHINA_OFFSET_MINUTES };
  const results: ParsedResult[] = [];
  if (MAY_NAME_A_DATE_ZH.test(text)) results.push(...zh.hans.parse(text, reference));
  if (MAY_NAME_A_DATE_EN.test(text)) results.push(...en.parse(text, reference));
  const found: Entity[] = [];
  for (const { text: words, index, start: day } of results) {
    const end = index + words.length;
    if (NO_DATE.test(words) || !(day.isCertain('day') || day.isCertain('weekday') || /[天日号]|day|ago/u.test(words)))
      continue;
    if ([...taken, ...found].some((other) => index < other.end && other.start < end)) continue;
    const value = [day.get('year'), day.get('month'), day.get('day')]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
    found.push({ kind: 'date', text: words, value, start: index, end });
  }
  return found;
}
