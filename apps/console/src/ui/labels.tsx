import { Frown, Globe, Meh, MessageCircle, Smile } from 'lucide-react';
import type { Channel, MoodLabel, Severity, WireConversationItem } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import type { Translator } from '../i18n/messages.js';

const MOODS = { negative: Frown, neutral: Meh, positive: Smile } as const;
const CHANNELS = { web: Globe, wechat: MessageCircle } as const;

export function MoodIcon({ mood, size = 14 }: { mood: MoodLabel; size?: number }) {
  const words = useWords();
  const Icon = MOODS[mood];
  return <Icon size={size} className={`mood mood-${mood}`} role="img" aria-label={words.text(`mood.${mood}`)} />;
}

export function ChannelIcon({ channel, size = 14 }: { channel: Channel; size?: number }) {
  const words = useWords();
  const Icon = CHANNELS[channel];
  return <Icon size={size} className="channel-icon" role="img" aria-label={words.text(`channel.${channel}`)} />;
}

/** Shown only where it says something: a normal case wears no tag. */
export function SeverityTag({ severity }: { severity: Severity | undefined }) {
  const words = useWords();
  if (severity === undefined || severity === 'normal') return null;
  return <span className={`tag tag-${severity}`}>{words.text(`severity.${severity}`)}</span>;
}

/** A rule in words. Risks and the merchant's own rules name their topic after a colon: `risk:food_safety`. */
export function ruleName(rule: string, words: Translator): string {
  const [base = rule, ...rest] = rule.split(':');
  if (rest.length === 0) return words.named('rule', rule);
  return words.text('rule.withTopic', { rule: words.named('rule', base), topic: words.named('topic', rest.join(':')) });
}

/** What to call a shopper: the name, or a short mark by which agents can tell guests apart. */
export function shopperName(
  { shopper }: { shopper: Pick<WireConversationItem['shopper'], 'id' | 'name'> },
  words: Translator,
): string {
  return shopper.name ?? words.text('shopper.guest', { mark: shopper.id.slice(-4).toUpperCase() });
}
