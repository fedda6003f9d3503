import { Clock, type Locale, type Signal, type Understanding } from '#kernel';
import { Injectable, Optional } from '@nestjs/common';
import { actByForm } from './act.js';
import { findEntities } from './entities/index.js';
import type { Intent } from './labels.js';
import { judge, likeliest, type Judgement } from './model/judgement.js';
import { loadModel } from './model/load-model.js';
import { UnderstandingModel } from './model/model.js';
import { sentimentOf } from './sentiment.js';
import { strongest } from './signals/evidence.js';
import { findSignals } from './signals/finder.js';
import { findMerchantSignals, type MerchantRule } from './signals/merchant.js';
import { signalsOfModel } from './signals/model-signals.js';
import { languageOf } from './text/language.js';
import { read } from './text/reading.js';

export interface UnderstandOptions {
  /** The language spoken so far: decides for messages without words. Default Chinese. */
  locale?: Locale;
  /** The merchant's own words. */
  rules?: readonly MerchantRule[];
}

/** Below this the words are taken for what they mostly are: something to answer. */
const ACT_SURE = 0.55;

/**
 * Reads what one message says: language, intent, mood, entities, signals for the handoff policy, and the kind of turn. Pure but for the
 * clock (yesterday's date needs it), about a tenth of a millisecond, no I/O after construction; never throws, whatever the text.
 */
@Injectable()
export class UnderstandingService {
  private readonly model: UnderstandingModel;

  /** @param model another than the shipped one: the training measures what it has made */
  constructor(
    private readonly clock: Clock,
    @Optional() model?: UnderstandingModel,
  ) {
    this.model = model ?? loadModel();
  }

  /** @param text the message as it was sent; of very long ones beginning and end are read. */
  understand(text: string, options: UnderstandOptions = {}): Understanding {
    const reading = read(text);
    const judged = judge(this.model, reading);
    const byForm = actByForm(reading);
    const quiet = byForm !== undefined && byForm !== 'withdrawal';
    const certain = quiet || isSurelyPlain(judged) ? [] : findSignals(reading);
    const merchants = findMerchantSignals(reading, options.rules ?? []);
    const likely = quiet || byForm === 'withdrawal' ? [] : signalsOfModel(reading, judged, this.model);
    const signals = strongest([
      ...merchants,
      ...(byForm === 'withdrawal' ? certain.filter(isRisk) : certain),
      ...likely,
    ]);
    return {
      language: languageOf(reading, options.locale ?? 'zh-CN'),
      intent: intentOf(judged, byForm, signals),
      sentiment: sentimentOf(reading, judged, signals, quiet),
      entities: findEntities(text, this.clock.now()),
      signals,
      act: actOf(byForm, judged, signals),
    };
  }
}

/** Below this probability of any call for a person the model has seen through words that would decide alone. */
const SURELY_PLAIN = 0.01;

/** "How do I make a complaint at work": the words of a rule, in a message of another sense. */
function isSurelyPlain(judged: Judgement): boolean {
  return 1 - (judged.kind.get('none') ?? 1) < SURELY_PLAIN;
}

function isRisk(signal: Signal): boolean {
  return signal.rule === 'risk';
}

function actOf(
  byForm: Understanding['act'] | undefined,
  judged: Judgement,
  signals: readonly Signal[],
): Understanding['act'] {
  if (byForm) return byForm;
  if (signals.length > 0) return 'question';
  const [act, probability] = likeliest(judged.act);
  return probability >= ACT_SURE && act !== 'withdrawal' && act !== 'empty' ? act : 'question';
}

const INTENT_OF_ACT: Partial<Record<Understanding['act'], Intent>> = {
  greeting: 'greeting',
  thanks: 'thanks',
  farewell: 'farewell',
  acknowledgement: 'other',
  withdrawal: 'human_agent',
  empty: 'other',
};

/** What calls for a person is itself what the message is about; the model names the matter of the rest. */
const INTENT_OF_RULE: Partial<Record<Signal['rule'], Intent>> = {
  human_request: 'human_agent',
  bot_failure: 'bot_feedback',
};

function intentOf(
  judged: Judgement,
  byForm: Understanding['act'] | undefined,
  signals: readonly Signal[],
): Understanding['intent'] {
  const formal = byForm && INTENT_OF_ACT[byForm];
  if (formal) return { label: formal, score: 1 };
  const first = signals.find(({ rule }) => rule !== 'merchant_rule');
  if (first) return { label: INTENT_OF_RULE[first.rule] ?? 'complaint', score: first.score };
  const [label, score] = likeliest(judged.intent);
  return { label, score: round(score) };
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
