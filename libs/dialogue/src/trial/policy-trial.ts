import { Injectable } from '@nestjs/common';
import type { AnswerOutcome, HandoffSettings, HandoffVerdict, Locale, Understanding } from '#kernel';
import { activeRules, decideHandoff, type PastTurn, type PolicyInput } from '#handoff';
import { KnowledgeService } from '#knowledge';
import { UnderstandingService } from '#understanding';
import { HandoffSettingsReader } from '../handoff-settings-reader.js';
import { smallTalk } from '../small-talk.js';
import { regrade } from './regrade.js';

export interface Tried {
  /** The shopper's words, one text per turn; the last is what is tried. */
  texts: string[];
  /** Those to try; missing: those that hold now. */
  settings?: HandoffSettings;
  locale?: Locale;
  /** The shopper's tier, for the VIP rule. */
  tier?: string;
}

/** What one turn comes to under the settings that are tried. */
export interface TriedTurn extends Pick<Understanding, 'language' | 'intent' | 'sentiment' | 'act' | 'signals'> {
  text: string;
  /** `none`: the assistant was not asked, because a person takes it or there is nothing to answer. */
  outcome: AnswerOutcome | 'none';
  confidence?: number;
  article?: string;
  handoff: HandoffVerdict;
}

/** Plays turns through the real understanding, answers and policy, and stores nothing. */
@Injectable()
export class PolicyTrial {
  constructor(
    private readonly understanding: UnderstandingService,
    private readonly knowledge: KnowledgeService,
    private readonly current: HandoffSettingsReader,
  ) {}

  async play({ texts, settings, locale, tier }: Tried): Promise<TriedTurn[]> {
    const now = await this.current.current();
    const tried = settings ?? now;
    const rules = activeRules(tried);
    const history: PastTurn[] = [];
    const turns: TriedTurn[] = [];
    for (const [i, text] of texts.entries()) {
      const seq = 2 * i + 1;
      const understanding = this.understanding.understand(text, { locale, rules });
      const input: PolicyInput = {
        messages: [{ seq, text, understanding }],
        history: [...history],
        settings: tried,
        ...(tier ? { member: { tier } } : {}),
      };
      const before = decideHandoff(input);
      const asked = !before.decision && smallTalk(understanding.act, understanding.language) === undefined;
      const answer = asked ? await this.answer(text, understanding.language, now, tried) : undefined;
      const { language, intent, sentiment, act, signals } = understanding;
      turns.push({
        ...{ text, language, intent, sentiment, act, signals },
        outcome: answer?.outcome ?? 'none',
        ...(answer ? { confidence: answer.confidence, article: answer.title } : {}),
        handoff: answer ? decideHandoff({ ...input, answer }) : before,
      });
      history.push({
        ...{ fromSeq: seq, toSeq: seq, text, act, sentiment: sentiment.score },
        outcome: answer?.outcome ?? 'none',
        articleIds: answer?.articleIds ?? [],
      });
    }
    return turns;
  }

  private async answer(
    question: string,
    locale: Locale,
    now: HandoffSettings,
    tried: HandoffSettings,
  ): Promise<NonNullable<PolicyInput['answer']> & { title?: string }> {
    const answer = await this.knowledge.ask({ question, locale });
    return {
      outcome: regrade(answer, now, tried),
      confidence: answer.confidence,
      certainty: answer.certainty,
      articleIds: answer.citations.map(({ articleId }) => articleId),
      title: (answer.citations[0] ?? answer.suggestions[0])?.title,
    };
  }
}
