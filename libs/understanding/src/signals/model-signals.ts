import type { Signal } from '#kernel';
import { RISK_TOPICS, type Kind, type RiskTopic } from '../labels.js';
import { featuresOf } from '../model/features.js';
import type { LinearModel } from '../model/linear-model.js';
import { read, type Clause, type Reading } from '../text/reading.js';
import type { Judgement } from '../model/judgement.js';
import { wordsAt } from './evidence.js';

/** From this probability on that something calls for a person, the model's word counts. Chosen on the project's own messages. */
export const HANDOFF_LIKELY = 0.5;
/** A second kind is named beside the first when it is this likely by itself. */
const ALSO_LIKELY = 0.3;

/** What the classifier hears between the words. The evidence is the clause that speaks most for it. */
export function signalsOfModel(reading: Reading, judged: Judgement, model: LinearModel): Signal[] {
  const likely = 1 - (judged.kind.get('none') ?? 1);
  if (likely < HANDOFF_LIKELY) return [];
  const kinds = [...judged.kind].filter(([kind]) => kind !== 'none').sort((a, b) => b[1] - a[1]);
  return kinds
    .filter(([, probability], rank) => rank === 0 || probability >= ALSO_LIKELY)
    .map(([kind, probability], rank) => ({
      ...ruleOf(kind),
      evidence: evidenceFor(kind, reading, model),
      // The kinds share the probability that somebody is needed; the first stands for all of it.
      score: Math.round((rank === 0 ? likely : probability) * 1000) / 1000,
    }));
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
