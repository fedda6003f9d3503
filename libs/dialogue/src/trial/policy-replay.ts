import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type {
  HandoffRule,
  HandoffSettings,
  HandoffVerdict,
  Replayed,
  ReplayedCase,
  ReplayedVerdict,
  Understanding,
  WireMessage,
} from '#kernel';
import { Database } from '#platform';
import { ConversationService } from '#conversation';
import { DecisionRepository, activeRules, decideHandoff, type DecisionRow, type PolicyInput } from '#handoff';
import { UnderstandingService } from '#understanding';
import { HandoffSettingsReader } from '../handoff-settings-reader.js';
import { readTurns } from '../transcript.js';
import { regrade } from './regrade.js';

const SHOWN = 25;
/** How far back a turn looks, in messages; as when it was decided. */
const LOOK_BACK = 40;

type Reader = (message: WireMessage) => Promise<Understanding>;

/**
 * Plays the last decisions of the policy again, over the messages as they stand: under the settings that hold now and under those that
 * are tried, so that what differs is the change and nothing else. Where a person took over before the assistant was asked, its answer
 * stays unknown.
 */
@Injectable()
export class PolicyReplay {
  constructor(
    private readonly db: Database,
    private readonly decisions: DecisionRepository,
    private readonly conversations: ConversationService,
    private readonly understanding: UnderstandingService,
    private readonly current: HandoffSettingsReader,
  ) {}

  async replay(tried: HandoffSettings, limit: number): Promise<Replayed> {
    const now = await this.current.current();
    const [rulesNow, rulesThen] = [activeRules(now), activeRules(tried)];
    const readNow = this.reader(rulesNow);
    const readThen = JSON.stringify(rulesNow) === JSON.stringify(rulesThen) ? readNow : this.reader(rulesThen);
    const replayed: Replayed = {
      looked: 0,
      skipped: 0,
      changed: 0,
      toPerson: 0,
      toAssistant: 0,
      otherwise: 0,
      cases: [],
    };
    for (const decision of await this.decisions.latest(this.db.manager, limit)) {
      const messages = await this.messagesOf(decision);
      const before = await this.decide(decision, messages, readNow, now, now);
      const after = await this.decide(decision, messages, readThen, now, tried);
      if (before && after) add(replayed, decision, before, after);
      else replayed.skipped += 1;
      // Reading is quick but not free: whoever else has something to do gets a turn.
      await setImmediate();
    }
    replayed.cases = replayed.cases.sort((a, b) => Number(handsOf(b)) - Number(handsOf(a))).slice(0, SHOWN);
    return replayed;
  }

  private async messagesOf({ conversationId, fromSeq, toSeq }: DecisionRow): Promise<WireMessage[]> {
    const { messages } = await this.conversations.messages(
      conversationId,
      Math.max(0, fromSeq - 1 - LOOK_BACK),
      LOOK_BACK + 200,
    );
    return messages.filter(({ seq }) => seq <= toSeq);
  }

  private async decide(
    { fromSeq, input }: DecisionRow,
    messages: readonly WireMessage[],
    read: Reader,
    given: HandoffSettings,
    settings: HandoffSettings,
  ): Promise<HandoffVerdict | undefined> {
    const { fresh, history } = await readTurns(messages, fromSeq - 1, read);
    if (fresh.length === 0) return undefined;
    const { answer, member, businessHours } = input as Pick<PolicyInput, 'answer' | 'member' | 'businessHours'>;
    return decideHandoff({
      messages: fresh.map(({ seq, text, understanding }) => ({ seq, text, understanding })),
      history,
      settings,
      ...(member ? { member } : {}),
      ...(businessHours ? { businessHours } : {}),
      ...(answer ? { answer: { ...answer, outcome: regrade(answer, given, settings) } } : {}),
    });
  }

  private reader(rules: readonly HandoffRule[]): Reader {
    const read = new Map<string, Understanding>();
    return (message) => {
      const known = read.get(message.id) ?? this.understanding.understand(message.text, { rules });
      read.set(message.id, known);
      return Promise.resolve(known);
    };
  }
}

function add(replayed: Replayed, decision: DecisionRow, before: HandoffVerdict, after: HandoffVerdict): void {
  replayed.looked += 1;
  const same = before.decision === after.decision;
  const alike = before.severity === after.severity && before.skill === after.skill;
  if (same && (alike || !before.decision)) return;
  replayed.changed += 1;
  if (same) replayed.otherwise += 1;
  else replayed[after.decision ? 'toPerson' : 'toAssistant'] += 1;
  const { conversationId, toSeq, createdAt } = decision;
  replayed.cases.push({
    conversationId,
    seq: toSeq,
    at: createdAt.toISOString(),
    now: told(before),
    then: told(after),
  });
}

function handsOf({ now, then }: ReplayedCase): boolean {
  return now.decision !== then.decision;
}

function told({ decision, severity, skill, reasons }: HandoffVerdict): ReplayedVerdict {
  return { decision, severity, skill, rules: [...new Set(reasons.map(({ rule }) => rule))] };
}
