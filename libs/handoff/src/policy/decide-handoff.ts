import type {
  HandoffReason,
  HandoffRule,
  HandoffSettings,
  HandoffVerdict,
  Severity,
  Signal,
  TriggerName,
} from '#kernel';
import { complexity } from './complexity.js';
import { emotion, shorten } from './emotion.js';
import type { PolicyInput, Trigger } from './input.js';
import { misses } from './misses.js';

/** Matters after the purchase: whoever takes them must know orders, refunds and repairs. */
const AFTERSALES = new Set([
  'return',
  'exchange',
  'refund_status',
  'repair',
  'warranty',
  'product_defect',
  'wrong_item',
  'price_protection',
  'delivery_problem',
  'order_status',
  'order_change',
  'order_cancel',
]);
const UPSET = new Set(['complaint', 'anger', 'falling_mood', 'bot_failure']);

/**
 * Whether this turn goes to a person, why, how urgently and to whom. Pure: the same input gives the same verdict, so past conversations
 * can be replayed under other settings. All reasons are named, not only the first.
 */
export function decideHandoff(input: PolicyInput): HandoffVerdict {
  const triggers = withoutDoubles([
    ...bySignals(input),
    ...emotion(input),
    ...misses(input),
    ...complexity(input),
    ...byTier(input),
  ]).filter(({ rule }) => isOn(rule, input.settings));
  return {
    decision: triggers.length > 0,
    severity: severityOf(triggers, input),
    skill: skillOf(triggers, input),
    reasons: triggers.map(({ rule, evidence, score, seq }): HandoffReason => ({ rule, evidence, score, seq })),
  };
}

/** A reason such as `risk:legal` belongs to the trigger before the colon. */
function isOn(rule: string, { triggers }: HandoffSettings): boolean {
  return triggers[rule.split(':', 1)[0] as TriggerName] !== false;
}

function bySignals({ messages, settings }: PolicyInput): Trigger[] {
  return messages.flatMap(({ seq, understanding }) =>
    understanding.signals
      .filter((signal) => counts(signal, settings))
      .map(({ rule, topic, evidence, score }) => ({ rule: topic ? `${rule}:${topic}` : rule, evidence, score, seq })),
  );
}

function counts({ rule, topic, score }: Signal, settings: HandoffSettings): boolean {
  switch (rule) {
    case 'human_request':
      return score >= settings.humanRequestScore;
    case 'complaint':
      return score >= settings.complaintScore;
    case 'anger':
      return score >= settings.complaintScore;
    case 'risk':
      return score >= settings.riskScore;
    case 'bot_failure':
      return score >= settings.botFailureScore;
    case 'merchant_rule':
      return settings.rules.some((own) => own.name === topic && !own.disabled);
  }
}

/** A member of high standing is not left with a machine that has no answer. */
function byTier({ messages, answer, member, settings }: PolicyInput): Trigger[] {
  const tier = member?.tier;
  if (!tier || !isVip(tier, settings) || answer?.outcome !== 'abstained') return [];
  const asked = messages.find(({ understanding }) => understanding.act === 'question');
  return asked ? [{ rule: 'vip', evidence: shorten(asked.text), score: 1, seq: asked.seq }] : [];
}

function isVip(tier: string, settings: HandoffSettings): boolean {
  return settings.vipTiers.some((vip) => vip.toLowerCase() === tier.trim().toLowerCase());
}

function severityOf(triggers: readonly Trigger[], { messages, member, settings }: PolicyInput): Severity {
  if (triggers.some(({ rule }) => rule.startsWith('risk:') || ownRule(rule, settings)?.severity === 'critical'))
    return 'critical';
  const anger = Math.max(0, ...messages.map(({ understanding }) => understanding.sentiment.anger));
  const upset = triggers.some(({ rule }) => UPSET.has(rule));
  const urgent =
    (upset && anger >= settings.urgentAnger) ||
    triggers.some(({ rule }) => rule === 'falling_mood' || ownRule(rule, settings)?.severity === 'urgent') ||
    (triggers.length > 0 && member?.tier !== undefined && isVip(member.tier, settings));
  return urgent ? 'urgent' : 'normal';
}

function skillOf(triggers: readonly Trigger[], { messages, settings }: PolicyInput): string {
  const own = triggers.map(({ rule }) => ownRule(rule, settings)?.skill).find((skill) => skill !== undefined);
  if (own) return own;
  if (
    triggers.some(
      ({ rule }) => rule === 'complaint' || rule === 'anger' || rule === 'falling_mood' || rule.startsWith('risk:'),
    )
  )
    return 'complaints';
  return messages.some(({ understanding }) => AFTERSALES.has(understanding.intent.label)) ? 'aftersales' : 'general';
}

function ownRule(rule: string, settings: HandoffSettings): HandoffRule | undefined {
  const name = /^merchant_rule:(.*)$/su.exec(rule)?.[1];
  return name === undefined ? undefined : settings.rules.find((own) => own.name === name && !own.disabled);
}

/** One reason for each rule and message: the surest; anger heard as a signal is not named again as a level. */
function withoutDoubles(triggers: readonly Trigger[]): Trigger[] {
  const best = new Map<string, Trigger>();
  for (const trigger of triggers) {
    const key = `${trigger.rule}@${trigger.seq}`;
    const other = best.get(key);
    if (!other || trigger.score > other.score) best.set(key, trigger);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || a.seq - b.seq);
}
