import type { Signal } from '#kernel';
import { findCues } from '../cues/index.js';
import { RISK_TOPICS, type Kind, type RiskTopic } from '../labels.js';
import { featuresOf } from '../model/features.js';
import type { LinearModel } from '../model/linear-model.js';
import { read, type Clause, type Reading } from '../text/reading.js';
import type { Judgement } from '../model/judgement.js';
import { wordsAt } from './evidence.js';

/** From this probability on that something calls for a person, the model's word counts. Chosen on the project's own messages. */
export const HANDOFF_LIKELY = 0.65;
/** A second kind is named beside the first when it is this likely by itself. */
const ALSO_LIKELY = 0.3;

const HEATED = ['fury', 'trash', 'never_again', 'shouting', 'bad_service', 'rhetoric'];
const NO_MATTER: ReadonlySet<string> = new Set([
  'complaint',
  'bot_feedback',
  'human_agent',
  'chitchat',
  'other',
  'feedback',
]);

/** What the classifier hears between the words. The evidence is the clause that speaks most for it. */
export function signalsOfModel(reading: Reading, judged: Judgement, model: LinearModel): Signal[] {
  const likely = 1 - (judged.kind.get('none') ?? 1);
  if (likely < HANDOFF_LIKELY) return [];
  const kinds = [...judged.kind].filter(([kind]) => kind !== 'none').sort((a, b) => b[1] - a[1]);
  return kinds
    .filter(([, probability], rank) => rank === 0 || probability >= ALSO_LIKELY)
    .filter(([kind]) => kind !== 'anger' || !isSweary(reading, judged))
    .map(([kind, probability], rank) => ({
      ...ruleOf(kind),
      evidence: evidenceFor(kind, reading, model),
      // The kinds share the probability that somebody is needed; the first stands for all of it.
      score: Math.round((rank === 0 ? likely : probability) * 1000) / 1000,
    }));
}

/** "Where is my damn parcel" is a question with a strong word in it: there is a matter to answer and no other sign of anger. */
function isSweary(reading: Reading, judged: Judgement): boolean {
  const names = new Set(findCues(reading.plain).map(({ name }) => name));
  if (!names.has('swear') || HEATED.some((name) => names.has(name))) return false;
  const matters = [...judged.intent].filter(([intent]) => !NO_MATTER.has(intent));
  return matters.reduce((sum, [, probability]) => sum + probability, 0) >= 0.5;
}

function ruleOf(kind: Kind): Pick<Signal, 'rule' | 'topic'> {
  if (isTopic(kind)) return { rule: 'risk', topic: kind };
  return { rule: kind === 'human_request' || kind === 'anger' || kind === 'bot_failure' ? kind : 'complaint' };
}

function isTopic(kind: Kind): kind is RiskTopic {
  return (RISK_TOPICS as readonly string[]).includes(kind);
}

function evidenceFor(kind: Kind, reading: Reading, model: LinearModel): string {
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
