import { NUMBER, numberOf } from './numerals.js';

/** How a figure bounds what it speaks of: 满 200 元 is `min`, 最高 80 元 `max`, 7 天内 `within`, 24 小时后 `after`. */
export type Bound = 'min' | 'max' | 'over' | 'under' | 'within' | 'after' | 'before';

/** A figure, date, time or address in a text: what a statement must not get wrong. */
export interface Fact {
  /** money, percent, discount, minutes, days, workdays, months, clock, date, weekday, phone, url, email, floor, count, number … */
  kind: string;
  /** In one unit per kind: 1 小时 and 60 minutes are both `60`. A range is `3..5`. */
  value: string;
  bound?: Bound;
  /** What the figure is per: 每小时 12 元 is money per `minutes:60`. */
  per?: string;
  /** Characters of the text it covers, bound and per included. */
  start: number;
  end: number;
}

const RANGE = `(${NUMBER})(?:\\s*(?:-|–|—|~|至|到|to|and)\\s*(${NUMBER}))?`;
const PARTS = '上午|早上|早晨|清晨|早|中午|下午|傍晚|晚上|晚间|晚|凌晨|夜里';
const WEEKDAYS: Readonly<Record<string, string>> = {
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  日: '7',
  天: '7',
  末: '67',
  mon: '1',
  tue: '2',
  wed: '3',
  thu: '4',
  fri: '5',
  sat: '6',
  sun: '7',
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`;

/** Units by kind, with the factor to the kind's own unit. The longest come first. */
const UNITS: readonly { kind: string; pattern: string; factor: number }[] = [
  { kind: 'money', pattern: '万元', factor: 10_000 },
  { kind: 'money', pattern: '元钱?|块钱?|圆|人民币|yuan|rmb|cny|renminbi', factor: 1 },
  { kind: 'money', pattern: '角|毛钱', factor: 0.1 },
  { kind: 'dollars', pattern: '美元|美金|dollars?|usd', factor: 1 },
  { kind: 'percent', pattern: '%|percent|per cent', factor: 1 },
  { kind: 'discount', pattern: '折', factor: 1 },
  { kind: 'workdays', pattern: '个?(?:工作日|营业日|工作天)|-?(?:working|business)[ -]days?', factor: 1 },
  { kind: 'minutes', pattern: '个?(?:小时|钟头)|-?(?:hours?|hrs?)\\b', factor: 60 },
  { kind: 'minutes', pattern: '分钟|-?(?:minutes?|mins?)\\b', factor: 1 },
  { kind: 'minutes', pattern: '秒钟?|-?(?:seconds?|secs?)\\b', factor: 1 / 60 },
  { kind: 'days', pattern: '个?(?:星期|礼拜)|周(?!岁|年|[一二三四五六日末])|-?weeks?\\b', factor: 7 },
  { kind: 'months', pattern: '个月|-?months?\\b', factor: 1 },
  { kind: 'months', pattern: '年|-?years?\\b(?!\\s+old)', factor: 12 },
  { kind: 'months', pattern: '个?季度', factor: 3 },
  { kind: 'age', pattern: '周?岁|-?years?[ -]old', factor: 1 },
  { kind: 'days', pattern: '个?自然日|天|日|-?days?\\b|-?calendar days?', factor: 1 },
  { kind: 'floor', pattern: '楼|层', factor: 1 },
  { kind: 'metres', pattern: '公里|千米|km\\b|kilomet(?:re|er)s?', factor: 1_000 },
  { kind: 'metres', pattern: '厘米|cm\\b|centimet(?:re|er)s?', factor: 0.01 },
  { kind: 'metres', pattern: '米|m\\b|met(?:re|er)s?', factor: 1 },
  { kind: 'grams', pattern: '公斤|千克|kg\\b|kilo(?:gram)?s?', factor: 1_000 },
  { kind: 'grams', pattern: '斤', factor: 500 },
  { kind: 'grams', pattern: '克|g\\b|grams?', factor: 1 },
  { kind: 'millilitres', pattern: '毫升|ml\\b', factor: 1 },
  { kind: 'millilitres', pattern: '升|l\\b|lit(?:re|er)s?', factor: 1_000 },
  { kind: 'degrees', pattern: '摄氏度|℃|°c|度', factor: 1 },
  { kind: 'points', pattern: '积分|分(?!钟|店|别|开|期|享|为|类|批|拣|拆|摊)|points?', factor: 1 },
  { kind: 'times', pattern: '次|遍|times?', factor: 1 },
  { kind: 'times', pattern: '倍', factor: 1 },
];
/** What is counted one by one. A lone 一个 or "one" is an article, not a figure. */
const COUNTERS =
  '个|种|位|名|家|件|张|份|部|台|辆|条|款|笔|组|单|瓶|盒|箱|双|包|人|级|项|步|档|间|座|处|把|枚|套|袋|杯|期|批|栋';

const unitOf = (text: string): { kind: string; factor: number } | undefined =>
  UNITS.find(({ pattern }) => new RegExp(`^(?:${pattern})$`).test(text));
const ANY_UNIT = UNITS.map((u) => u.pattern).join('|');

const tidy = (n: number): string => String(Math.round(n * 10_000) / 10_000);
const pad = (n: number): string => String(n).padStart(2, '0');

type Reading = Pick<Fact, 'kind' | 'value'> | undefined;
type Groups = readonly (string | undefined)[];

function amount(kind: string, factor: number, [, from, to]: Groups): Reading {
  const low = numberOf(from ?? '') * factor;
  const high = to === undefined ? undefined : numberOf(to) * factor;
  if (!Number.isFinite(low) || (high !== undefined && !Number.isFinite(high))) return undefined;
  return { kind, value: high === undefined ? tidy(low) : `${tidy(low)}..${tidy(high)}` };
}

function clock(part: string | undefined, hour: number, minute: number, half?: string): Reading {
  const afternoon = /下午|傍晚|晚|夜|p/.test(part ?? '') || (part === '中午' && hour < 11);
  const h = afternoon && hour < 12 ? hour + 12 : /a/.test(half ?? '') && hour === 12 ? 0 : hour;
  return h > 24 || minute > 59 ? undefined : { kind: 'clock', value: `${pad(h)}:${pad(minute)}` };
}

const date = (month: number, day: number, year?: string): Reading => ({
  kind: 'date',
  value: `${year === undefined ? '' : `${year}-`}${pad(month)}-${pad(day)}`,
});
const monthOf = (name: string | undefined): number => MONTHS.indexOf((name ?? '').slice(0, 3)) + 1;

/** In this order: what an earlier rule has taken, a later one does not see. */
const RULES: readonly { pattern: RegExp; read: (groups: Groups) => Reading }[] = [
  {
    pattern: /(?:https?:\/\/|www\.)[^\s，。；、）)"'<>]+/g,
    read: ([m]) => ({ kind: 'url', value: (m ?? '').replace(/[.,/]+$/, '') }),
  },
  { pattern: /[\w.%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/g, read: ([m]) => ({ kind: 'email', value: m ?? '' }) },
  {
    pattern: /\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|shop|example|io|co|app)\b(?:\/\S*)?/g,
    read: ([m]) => ({ kind: 'url', value: m ?? '' }),
  },
  {
    pattern: /(?<![\d.])\+?\d(?:[\d]|[ -](?=\d)){6,17}(?![\d.])/g,
    read: ([m]) =>
      /^\d{4}-\d{1,2}-\d{1,2}$/.test(m ?? '') ? undefined : { kind: 'phone', value: (m ?? '').replace(/\D/g, '') },
  },
  {
    pattern: /(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号]?/g,
    read: ([, y, m, d]) => date(Number(m), Number(d), y),
  },
  {
    pattern: new RegExp(`(${NUMBER})\\s*月\\s*(${NUMBER})\\s*[日号]`, 'g'),
    read: ([, m, d]) => date(numberOf(m ?? ''), numberOf(d ?? '')),
  },
  {
    pattern: new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}\\b(?:,?\\s*(\\d{4}))?`, 'g'),
    read: ([, d, m, y]) => date(monthOf(m), Number(d), y),
  },
  {
    pattern: new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s*(\\d{4}))?`, 'g'),
    read: ([, m, d, y]) => date(monthOf(m), Number(d), y),
  },
  {
    pattern: new RegExp(`(?:每|当|次|本|上|下|生日)个?月的?\\s*(${NUMBER})\\s*[日号]`, 'g'),
    read: ([, d]) => ({ kind: 'monthday', value: tidy(numberOf(d ?? '')) }),
  },
  {
    pattern: /\b(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)\b(?!\s+floor)/g,
    read: ([, d]) => ({ kind: 'monthday', value: d ?? '' }),
  },
  {
    pattern: new RegExp(`(${PARTS})?\\s*(\\d{1,2})[:：](\\d{2})(?:\\s*([ap])\\.?m\\b\\.?)?`, 'g'),
    read: ([, part, h, m, half]) => clock(part ?? half, Number(h), Number(m), half),
  },
  { pattern: /\b(\d{1,2})\s*([ap])\.?m\b\.?/g, read: ([, h, half]) => clock(half, Number(h), 0, half) },
  {
    pattern: new RegExp(`(${PARTS})\\s*(${NUMBER})\\s*[点时](半)?(?:(\\d{1,2})\\s*分)?`, 'g'),
    read: ([, part, h, half, m]) => clock(part, numberOf(h ?? ''), half ? 30 : Number(m ?? 0)),
  },
  {
    pattern: /(?<!\d)(\d{1,2})\s*[点时](?!间|候|段|长|效|限|尚)(半)?(?:(\d{1,2})\s*分)?/g,
    read: ([, h, half, m]) => clock(undefined, Number(h), half ? 30 : Number(m ?? 0)),
  },
  {
    pattern: /(?:周|星期|礼拜)([一二三四五六日天末])/g,
    read: ([, d]) => ({ kind: 'weekday', value: WEEKDAYS[d ?? ''] ?? '' }),
  },
  {
    pattern: /\b(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)s?\b/g,
    read: ([, d]) => ({ kind: 'weekday', value: WEEKDAYS[d ?? ''] ?? '' }),
  },
  { pattern: new RegExp(`(?:¥|rmb|cny)\\s*${RANGE}`, 'g'), read: (g) => amount('money', 1, g) },
  { pattern: new RegExp(`(?:us\\s*)?\\$\\s*${RANGE}`, 'g'), read: (g) => amount('dollars', 1, g) },
  { pattern: new RegExp(`[€£]\\s*${RANGE}`, 'g'), read: (g) => amount('other money', 1, g) },
  { pattern: new RegExp(`百分之(${NUMBER})`, 'g'), read: (g) => amount('percent', 1, g) },
  {
    pattern: /半个?(小时(?!达)|天|年|月)/g,
    read: ([, u]) => ({
      kind: { 小时: 'minutes', 天: 'days', 年: 'months', 月: 'months' }[u ?? ''] ?? '',
      value: { 小时: '30', 天: '0.5', 年: '6', 月: '0.5' }[u ?? ''] ?? '',
    }),
  },
  { pattern: /\bhalf an hour\b|\bhalf-hour\b/g, read: () => ({ kind: 'minutes', value: '30' }) },
  {
    pattern: /(?<![a-z0-9])(?:f(\d{1,2})|(\d{1,2})f|b(\d))(?![a-z0-9])/g,
    read: ([, f, g, b]) => ({ kind: 'floor', value: b ? `-${b}` : (f ?? g ?? '') }),
  },
  {
    pattern: /\b(first|second|third|fourth|fifth|\d{1,2}(?:st|nd|rd|th)) floor\b|\bfloor (\d{1,2})\b/g,
    read: ([, o, n]) => ({
      kind: 'floor',
      value:
        n ?? String('first second third fourth fifth'.split(' ').indexOf(o ?? '') + 1 || Number.parseInt(o ?? '', 10)),
    }),
  },
  {
    pattern: new RegExp(`${RANGE}\\s*(${ANY_UNIT})`, 'g'),
    read: (g) => {
      // 十分 alone means "very".
      if (g[1] === '十' && g[3] === '分') return undefined;
      const u = unitOf(g[3] ?? '');
      return u && amount(u.kind, u.factor, g);
    },
  },
  {
    pattern: /\b(?:an?|per)\s+(hour|day|week|month|year|minute)\b/g,
    read: ([, u]) => {
      const unit = unitOf(u ?? '');
      return unit && { kind: unit.kind, value: tidy(unit.factor) };
    },
  },
  {
    pattern: /\b(once(?!\s+(?:they|it|you|the|your|we|a|an)\b)|twice)\b/g,
    read: ([, w]) => ({ kind: 'times', value: w === 'once' ? '1' : '2' }),
  },
  {
    pattern: new RegExp(`${RANGE}\\s*(${COUNTERS})`, 'g'),
    read: (g) => (/^[一1]$/.test((g[1] ?? '').trim()) && g[2] === undefined ? undefined : amount('count', 1, g)),
  },
  {
    pattern: new RegExp(`(?<![a-z])(?:\\d[\\d,.]*\\d|\\d)(?:\\s*[万千百亿])?`, 'g'),
    read: (g) => amount('count', 1, ['', g[0]]),
  },
  {
    pattern: /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred)\b/g,
    read: (g) => amount('count', 1, ['', g[0]]),
  },
];

const PER_BEFORE =
  /(?:每个?|一(?=个?小时|天|晚)|an?\s|per\s|each\s|every\s|\/)\s*(小时|天|日|月|年|件|次|人|张|单|公斤|斤|位|晚|笔|分钟|hour|day|month|year|item|order|person|kg)\s*(?:收费|收取|另?收|只要|仅需|只需|为|是|价|加收)?\s*$/;
const PER_AFTER =
  /^\s*(?:\/|每|一|an?\s|per\s|each\s|every\s)\s*个?(小时|天|日|月|年|件|次|人|张|单|公斤|斤|位|晚|笔|分钟|hour|day|month|year|item|order|person|kg)/;
/** 每 24 小时; without the 每 only before a bound (24 小时最高 80 元). */
const PER_SPAN_BEFORE = /(每|per\s|every\s)?\s*(\d+)\s*个?(小时|天|hours?|days?)\s*(?:内|收费|收取|另?收)?\s*$/;
const PER_SPAN_AFTER = /^\s*(?:\/|每|per\s|every\s)\s*(\d+)\s*个?(小时|天|hours?|days?)/;
const PER_NAMES: Readonly<Record<string, string>> = {
  hour: '小时',
  day: '天',
  日: '天',
  month: '月',
  year: '年',
  item: '件',
  order: '单',
  笔: '单',
  person: '人',
  位: '人',
  kg: '公斤',
};

const BEFORE: readonly [RegExp, Bound][] = [
  [/(?:不足|不满|未满|少于|低于|小于|不到|less than|under|below|fewer than)\s*$/, 'under'],
  [
    /(?:不超过|不多于|不高于|最多|最高|最大|最长|至多|上限(?:为|是)?|不大于|封顶|up to|at most|no more than|not more than|maximum(?: of)?|capped at|limited to)(?:可|为|是|收取?|免)?\s*$/,
    'max',
  ],
  [
    /(?:不少于|不低于|至少|最少|最低|起码|达到|达|满|at least|a minimum of|minimum(?: of)?|no less than|spend(?:ing)?)\s*$/,
    'min',
  ],
  [/(?:超过|超出|多于|高于|大于|逾|more than|over|above|exceed(?:s|ing)?|beyond)\s*$/, 'over'],
  [/(?:前|within|the first|in the first|first)\s*$/, 'within'],
  [/(?:提前|before|by|until)\s*$/, 'before'],
  [/(?:\bafter)\s*$/, 'after'],
];
const AFTER: readonly [RegExp, Bound][] = [
  [/^\s*(?:之内|以内|内)/, 'within'],
  [/^\s*(?:之后|以后|后|later)/, 'after'],
  [/^\s*(?:之前|以前|前|in advance|ahead|beforehand)/, 'before'],
  [/^\s*(?:及以上|以上|起|or more|and over|and above|or above)/, 'min'],
  [/^\s*(?:及以下|以下|封顶|为限|为上限|at most|or less|maximum|max\b)/, 'max'],
];

/** Every figure, date, time, number of a telephone and address in a text that has been through `normalise`, in order. */
export function factsOf(text: string): Fact[] {
  const facts: Fact[] = [];
  let left = text;
  for (const { pattern, read } of RULES) {
    for (const match of left.matchAll(pattern)) {
      const found = read(match);
      if (!found) continue;
      const start = match.index;
      const end = start + match[0].length;
      facts.push({ ...found, start, end });
    }
    // Taken characters become a sign that no rule reads and that keeps the neighbours apart.
    for (const { start, end } of facts) left = left.slice(0, start) + '\u0001'.repeat(end - start) + left.slice(end);
  }
  facts.sort((a, b) => a.start - b.start);
  return withoutPers(facts.map((fact) => bounded(fact, text)));
}

function bounded(fact: Fact, text: string): Fact {
  const out = { ...fact };
  const priced = PRICED.has(fact.kind);
  if (priced) takePer(out, text);
  takeBound(out, text);
  // 每 24 小时最高 80 元: the bound stands between.
  if (priced && out.per === undefined) takePer(out, text);
  return out;
}

const PRICED = new Set(['money', 'dollars', 'points', 'times']);

function takePer(out: Fact, text: string): void {
  const before = PER_BEFORE.exec(text.slice(0, out.start));
  const after = PER_AFTER.exec(text.slice(out.end));
  const span = PER_SPAN_BEFORE.exec(text.slice(0, out.start));
  const spanAfter = PER_SPAN_AFTER.exec(text.slice(out.end));
  const unit = (name: string | undefined): string => PER_NAMES[(name ?? '').replace(/s$/, '')] ?? name ?? '';
  if (before) {
    out.per = unit(before[1]);
    out.start -= before[0].length;
  } else if (span && (span[1] !== undefined || out.bound === 'max')) {
    out.per = `${span[2]} ${unit(span[3])}`;
    out.start -= span[0].length;
  } else if (spanAfter) {
    out.per = `${spanAfter[1]} ${unit(spanAfter[2])}`;
    out.end += spanAfter[0].length;
  } else if (after) {
    out.per = unit(after[1]);
    out.end += after[0].length;
  }
}

function takeBound(out: Fact, text: string): void {
  for (const [pattern, bound] of BEFORE) {
    const match = pattern.exec(text.slice(0, out.start));
    if (!match) continue;
    out.bound = bound;
    out.start -= match[0].length;
    return;
  }
  for (const [pattern, bound] of AFTER) {
    const match = pattern.exec(text.slice(out.end));
    if (!match) continue;
    out.bound = bound;
    out.end += match[0].length;
    return;
  }
}

/** Leaves out figures that another one has taken as what it is per (the 一小时 of 12 元一小时). */
function withoutPers(facts: Fact[]): Fact[] {
  return facts.filter(
    (f) => !facts.some((g) => g !== f && g.per !== undefined && f.start >= g.start && f.end <= g.end),
  );
}
