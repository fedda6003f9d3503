import { fill, type Briefing, type BriefingLine, type HandoffReason, type Locale } from '#kernel';
import { givenFacts } from './given.js';
import type { BriefingInput } from './input.js';
import { suggestReply } from './reply.js';
import { BRIEFING_WORDS, MATTERS } from './words.js';

/** Intents that name how the shopper feels, not what it is about. */
const NO_MATTER = new Set([
  'complaint',
  'human_agent',
  'bot_feedback',
  'greeting',
  'thanks',
  'farewell',
  'chitchat',
  'other',
]);
const MOST_WANTS = 5;
const MOST_TRIED = 6;
const ANGRY = 0.5;

/** What an agent must know before the first word, from what was said and understood; each line names its message. Pure. */
export function makeBriefing(input: BriefingInput): Briefing {
  const given = givenFacts(input);
  return {
    summary: summaryOf(input),
    wants: wantsOf(input),
    given: given.map(({ text, seq }) => ({ text, seq })),
    mood: moodOf(input),
    tried: triedOf(input),
    reasons: input.reasons.map((reason) => ({ ...reason })),
    suggestedReply: suggestReply(input, matterOf(input), given),
  };
}

function wantsOf({ messages, understandings, locale }: BriefingInput): BriefingLine[] {
  const words = BRIEFING_WORDS[locale];
  const lines: BriefingLine[] = [];
  const seen = new Set<string>();
  for (const { seq, text, author } of messages) {
    const understanding = understandings.get(seq);
    if (author.kind !== 'shopper' || understanding?.act !== 'question') continue;
    // The bare call for a person is a reason, not a wish of its own.
    if (understanding.intent.label === 'human_agent' && Array.from(text).length <= 12) continue;
    const key = text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    const matter = MATTERS[locale][understanding.intent.label] ?? words.question;
    lines.push({ text: fill(words.want, { matter, words: shorten(text, 90) }), seq });
  }
  // The first wish began it all; of the rest the latest count.
  return lines.length <= MOST_WANTS ? lines : [...lines.slice(0, 1), ...lines.slice(1 - MOST_WANTS)];
}

function triedOf({ messages, locale }: BriefingInput): BriefingLine[] {
  const words = BRIEFING_WORDS[locale];
  return messages
    .filter(({ author, outcome }) => author.kind === 'bot' && outcome !== undefined)
    .map(({ seq, text, outcome, citations, suggestions }) => {
      const titles = (outcome === 'clarify' ? (suggestions ?? []) : (citations ?? [])).map(({ title }) =>
        fill(words.title, { title }),
      );
      const form = outcome === 'answered' ? words.answered : outcome === 'clarify' ? words.clarified : words.abstained;
      return { text: fill(form, { titles: titles.join(words.join) || words.untitled, words: shorten(text, 60) }), seq };
    })
    .slice(-MOST_TRIED);
}

function moodOf({ messages, understandings }: BriefingInput): Briefing['mood'] {
  return messages.flatMap(({ seq, author }) => {
    const understanding = author.kind === 'shopper' ? understandings.get(seq) : undefined;
    return understanding ? [{ seq, label: understanding.sentiment.label, score: understanding.sentiment.score }] : [];
  });
}

/** The intent the conversation is most likely about: the latest that names a matter, else nothing. */
export function matterOf({ messages, understandings }: BriefingInput): string | undefined {
  for (const { seq, author } of [...messages].reverse()) {
    const understanding = author.kind === 'shopper' ? understandings.get(seq) : undefined;
    if (understanding?.act === 'question' && !NO_MATTER.has(understanding.intent.label))
      return understanding.intent.label;
  }
  return undefined;
}

function summaryOf(input: BriefingInput): string {
  const { locale, messages, understandings, reasons } = input;
  const words = BRIEFING_WORDS[locale];
  const matter = matterOf(input);
  const moods = moodOf(input);
  const last = moods[moods.length - 1];
  const anger = last ? (understandings.get(last.seq)?.sentiment.anger ?? 0) : 0;
  const mood = anger >= ANGRY ? words.moods.angry : words.moods[last?.label ?? 'neutral'];
  const outcomes = messages.filter(({ author }) => author.kind === 'bot').map(({ outcome }) => outcome);
  const answered = outcomes.filter((outcome) => outcome === 'answered').length;
  const missed = outcomes.filter((outcome) => outcome === 'abstained').length;
  return fill(words.summary, {
    matter: (matter && MATTERS[locale][matter]) ?? words.question,
    because: becauseOf(reasons, locale),
    mood,
    trend: isFalling(moods.map(({ score }) => score)) ? words.falling : '',
    tried: answered + missed > 0 ? fill(words.triedSome, { answered, missed }) : words.triedNone,
  });
}

function becauseOf(reasons: readonly HandoffReason[], locale: Locale): string {
  const words = BRIEFING_WORDS[locale];
  const named = reasons.map(({ rule }) => {
    const [kind = '', ...topic] = rule.split(':');
    return fill(words.because[rule] ?? words.because[kind] ?? words.because.other ?? '', { topic: topic.join(':') });
  });
  return [...new Set(named)].slice(0, 3).join(words.join) || (words.because.other ?? '');
}

function isFalling(scores: readonly number[]): boolean {
  const last = scores.slice(-3);
  const [first = 0] = last;
  const end = last[last.length - 1] ?? 0;
  return last.length === 3 && last.every((score, i) => i === 0 || score <= (last[i - 1] ?? 0)) && first - end >= 0.3;
}

function shorten(text: string, most: number): string {
  const chars = Array.from(text.replace(/\s+/gu, ' ').trim());
  return chars.length > most ? `${chars.slice(0, most - 1).join('')}…` : chars.join('');
}
