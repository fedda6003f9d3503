import { fill, type BriefingLine, type Entity } from '#kernel';
import type { BriefingInput } from './input.js';
import { BRIEFING_WORDS, type BriefingWords } from './words.js';

export interface Fact extends BriefingLine {
  kind: Entity['kind'] | 'page' | 'pictures' | 'files';
  value: string;
}

const MOST_FACTS = 8;

/** What the shopper has told already and must not be asked again, each where it was said first. */
export function givenFacts({ messages, understandings, locale }: BriefingInput): Fact[] {
  const words = BRIEFING_WORDS[locale];
  const facts = new Map<string, Fact>();
  const add = (fact: Fact): void => {
    const key = `${fact.kind}:${fact.value}`;
    if (!facts.has(key)) facts.set(key, fact);
  };
  for (const { seq, author, context, attachments } of messages) {
    if (author.kind !== 'shopper') continue;
    for (const entity of understandings.get(seq)?.entities ?? []) add(factOf(entity, seq, words));
    if (context?.orderNo)
      add({ kind: 'order_no', value: context.orderNo, text: fill(words.order, { value: context.orderNo }), seq });
    if (context?.title)
      add({ kind: 'page', value: context.title, text: fill(words.page, { value: context.title }), seq });
    for (const [kind, of] of [
      ['pictures', 'image'],
      ['files', 'file'],
    ] as const) {
      const count = attachments?.filter((attachment) => attachment.kind === of).length ?? 0;
      const form = words[kind][count === 1 ? 'one' : 'many'];
      if (count > 0) add({ kind, value: String(seq), text: fill(form, { count }), seq });
    }
  }
  return [...facts.values()].slice(0, MOST_FACTS);
}

function factOf({ kind, text, value }: Entity, seq: number, words: BriefingWords): Fact {
  const forms = {
    order_no: words.order,
    phone: words.phone,
    email: words.email,
    amount: words.amount,
    date: words.date,
  };
  const shown = kind === 'phone' ? maskPhone(value) : kind === 'email' ? maskEmail(value) : value;
  // Sums in dollars carry their currency; the form names yuan.
  if (kind === 'amount' && value.startsWith('USD')) return { kind, value, text: value, seq };
  return { kind, value, text: fill(forms[kind], { value: shown, words: text }), seq };
}

/** 138****5678: enough to recognise, too little to call. */
export function maskPhone(digits: string): string {
  return digits.length < 7 ? '*'.repeat(digits.length) : `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

function maskEmail(address: string): string {
  const [name = '', domain = ''] = address.split('@');
  return `${name.slice(0, 1)}***@${domain}`;
}
