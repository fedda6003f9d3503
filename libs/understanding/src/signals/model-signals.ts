import type { Signal } from '#kernel';
import { findCues } from '../cues/index.js';
import { RISK_TOPICS, type Kind, type RiskTopic } from '../labels.js';
import { featuresOf } from '../model/features.js';
import type { UnderstandingModel } from '../model/model.js';
import { read, type Clause, type Reading } from '../text/reading.js';
import type { Judgement } from '../model/judgement.js';
import { wordsAt } from './evidence.js';

/**
 * How likely a call must be by the model for one to be heard: where 5 % of the hard neighbours among our own messages would be, on a fold
 * that was left out. Their calls are far more frequent than a shop's and the neighbours far harder, so its bare probabilities are not what
 * a merchant would take them for.
 */
const HEARD_FROM = { zh: 0.25, en: 0.36 };
/** A score of one half stands for that probability, so that 0.5 in the settings is the shipped point. */
const HEARD = 0.5;
/** Of a risk the signal is given already here; a miss costs most. */
const RISK_HEARD = 0.45;
/** A second kind is named beside the first when it is this likely by itself. */
const ALSO_LIKELY = 0.3;

const HEATED = ['fury', 'trash', 'never_again', 'shouting', 'bad_service', 'rhetoric'];
/** Abuse with an address: whoever is sworn at is not asked. */
const AT_US = /你们|你家|你是|你有|\b(?:you people|you lot|you're|you are|your)\b/u;

/** What the classifier hears between the words. The evidence is the clause that speaks most for it. */
export function signalsOfModel(reading: Reading, judged: Judgement, model: UnderstandingModel): Signal[] {
  const likely = calibrated(callIn(judged), reading.hasHan ? HEARD_FROM.zh : HEARD_FROM.en);
  if (likely < RISK_HEARD) return [];
  const kinds = [...judged.kind].filter(([kind]) => kind !== 'none').sort((a, b) => b[1] - a[1]);
  return kinds
    .filter(([, probability], rank) => rank === 0 || probability >= ALSO_LIKELY)
    .filter(([kind]) => kind !== 'anger' || !isSweary(reading))
    .map(([kind, probability], rank) => ({
      ...ruleOf(kind),
      evidence: evidenceFor(kind, reading, model),
      // The kinds share the probability that somebody is needed; the first stands for all of it.
      score: Math.round((rank === 0 ? likely : Math.min(likely, probability)) * 1000) / 1000,
    }))
    .filter(({ rule, score }) => score >= (rule === 'risk' ? RISK_HEARD : HEARD));
}

/** Nobody praises and calls in one breath: a good mood speaks against a call. */
function callIn(judged: Judgement): number {
  return (1 - (judged.kind.get('none') ?? 1)) * (1 - (judged.sentiment.get('positive') ?? 0));
}

function calibrated(probability: number, heardFrom: number): number {
  const odds = heardFrom / (1 - heardFrom);
  return probability / (probability + (1 - probability) * odds);
}

/** "Where is my damn parcel" is a question with a strong word in it: it asks for something and shows no other sign of anger. */
function isSweary(reading: Reading): boolean {
  const names = new Set(findCues(reading.plain).map(({ name }) => name));
  if (!names.has('swear') || HEATED.some((name) => names.has(name))) return false;
  return (names.has('ask_what') || names.has('please_do')) && !AT_US.test(reading.plain);
}

function ruleOf(kind: Kind): Pick<Signal, 'rule' | 'topic'> {
  if (isTopic(kind)) return { rule: 'risk', topic: kind };
  return { rule: kind === 'human_request' || kind === 'anger' || kind === 'bot_failure' ? kind : 'complaint' };
}

function isTopic(kind: Kind): kind is RiskTopic {
  return (RISK_TOPICS as readonly string[]).includes(kind);
}

function evidenceFor(kind: Kind, reading: Reading, model: UnderstandingModel): string {
  const [only] = reading.clauses;
  if (!only) return wordsAt(reading, 0, reading.plain.length);
  if (reading.clauses.length === 1) return wordsAt(reading, only.start, only.end);
  let best: Clause = only;
  let most = -Infinity;
  for (const clause of reading.clauses) {
    let pull = 0;
    for (const [feature, value] of featuresOf(read(clause.text))) {
      pull += model.pull(feature, value, 'kind', kind) - model.pull(feature, value, 'kind', 'none');
    }
    if (pull > most) {
      most = pull;
      best = clause;
    }
  }
  return wordsAt(reading, best.start, best.end);
}
