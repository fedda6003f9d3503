import { fill, type Locale } from '#kernel';
import type { Fact } from './given.js';
import type { BriefingInput } from './input.js';
import { MATTERS, REPLY_WORDS } from './words.js';

/** Matters for which the order must be known. */
const NEEDS_ORDER = new Set([
  'order_status',
  'order_change',
  'order_cancel',
  'delivery_problem',
  'refund_status',
  'return',
  'exchange',
  'wrong_item',
  'product_defect',
  'price_protection',
]);
const CALLS_FOR_APOLOGY = /^(?:complaint|anger|falling_mood|bot_failure|missed|asked_again|risk:)/u;
const FACT_NAMES: Readonly<Record<Locale, Readonly<Partial<Record<Fact['kind'], string>>>>> = {
  'zh-CN': { order_no: '订单号', phone: '联系电话', email: '邮箱', pictures: '图片', files: '文件' },
  en: {
    order_no: 'order number',
    phone: 'phone number',
    email: 'e-mail address',
    pictures: 'pictures',
    files: 'files',
  },
};

/** The first words an agent may send as they stand: apology where due, the matter, the next step, and never a question already answered. */
export function suggestReply(input: BriefingInput, matter: string | undefined, given: readonly Fact[]): string {
  const locale = languageOfShopper(input);
  const words = REPLY_WORDS[locale];
  const rules = input.reasons.map(({ rule }) => rule);
  const parts = [words.greeting];
  if (rules.some((rule) => CALLS_FOR_APOLOGY.test(rule))) parts.push(words.sorry);
  const name = matter && MATTERS[locale][matter];
  if (name) parts.push(fill(words.seen, { matter: name }));
  const facts = [...new Set(given.flatMap(({ kind }) => FACT_NAMES[locale][kind] ?? []))];
  if (facts.length > 0) parts.push(fill(words.given, { facts: facts.join(locale === 'en' ? ', ' : '、') }));
  // Danger first, whatever else is among the reasons.
  const danger = rules.find((rule) => rule.startsWith('risk:') && words.steps[rule]);
  const step = danger ?? rules.find((rule) => words.steps[rule]) ?? 'other';
  parts.push(words.steps[step] ?? '');
  const orderKnown = given.some(({ kind }) => kind === 'order_no');
  if (!danger && matter && NEEDS_ORDER.has(matter) && !orderKnown) parts.push(words.askOrder);
  return parts.filter(Boolean).join(locale === 'en' ? ' ' : '');
}

function languageOfShopper({ messages, understandings, locale }: BriefingInput): Locale {
  for (const { seq, author } of [...messages].reverse()) {
    const understanding = author.kind === 'shopper' ? understandings.get(seq) : undefined;
    if (understanding) return understanding.language;
  }
  return locale;
}
