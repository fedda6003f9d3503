import type { INestApplicationContext } from '@nestjs/common';
import { newId, type AnswerOutcome, type WireMessage } from '#kernel';
import { Outbox } from '#platform';
import { ConversationService } from '#conversation';
import { CustomersService } from '#customers';
import { ShopperDesk } from '#dialogue';
import { ArticleService, KnowledgeImporter } from '#knowledge';
import { wilson, share } from './figures.js';
import { withDesk } from './eval-desk.js';
import { importInto, type EvalArticles } from './knowledge-desk.js';
import { assertKnown, type KnownArticles } from './knowledge-rows.js';
import { optionalTextField, textField, textsField, type RawRow } from './rows.js';
import { AppModule } from '../../../api/src/app.module.js';

type Outcome = AnswerOutcome | 'handoff';

interface Expectation {
  turn: number;
  outcome: Outcome;
  faqIds: string[];
}

export interface DialogueRow {
  id: string;
  turns: string[];
  expect: Expectation[];
}

export interface DialogueFigures {
  met: number;
  n: number;
  met_interval: [number, number];
  /** Share met by what was expected, and what was seen instead where it was not. */
  by_outcome: Record<string, { met: number; n: number; instead: Record<string, number> }>;
  dialogues: number;
}

const PAGE = 200;
const OUTCOMES: readonly string[] = ['answered', 'clarify', 'abstained', 'handoff'];

/** Gives rows their type: a check that throws an Error which names what is wrong with one, or which article there is not. */
export function dialogueRow(known: KnownArticles): (row: RawRow) => DialogueRow {
  return (row) => {
    const { turns, expect } = row;
    if (!Array.isArray(turns) || turns.length === 0) throw new Error('"turns" must be a list');
    if (!Array.isArray(expect)) throw new Error('"expect" must be a list');
    const expected = expect.map((e: unknown) => expectation(e, turns.length));
    for (const { faqIds } of expected) assertKnown(faqIds, known);
    return {
      id: textField(row, 'id'),
      turns: turns.map((turn: unknown) => {
        if (!isObject(turn)) throw new Error('a turn must be an object');
        return textField(turn, 'user');
      }),
      expect: expected,
    };
  };
}

function expectation(e: unknown, turns: number): Expectation {
  if (!isObject(e)) throw new Error('an expectation must be an object');
  const { turn, outcome } = e;
  if (typeof turn !== 'number' || !Number.isInteger(turn) || turn < 1 || turn > turns)
    throw new Error('"turn" must be the number of a turn');
  if (typeof outcome !== 'string' || !OUTCOMES.includes(outcome))
    throw new Error(`"outcome" must be one of ${OUTCOMES.join(', ')}`);
  const faqId = optionalTextField(e, 'faq_id');
  const faqIds = [...(faqId === undefined ? [] : [faqId]), ...textsField(e, 'also_ok')];
  return { turn, outcome: outcome as Outcome, faqIds };
}

/** What a turn came to, as its shopper saw it. */
interface Seen {
  outcome: Outcome | 'none';
  keys: string[];
}

/**
 * Plays each dialogue as a real conversation with the whole desk: messages are received, turns run, answers are stored. After a
 * handover the dialogue goes on; what is said while waiting counts as handed over, unless it withdraws.
 */
export async function evalDialogues(articles: EvalArticles, rows: readonly DialogueRow[]): Promise<DialogueFigures> {
  return withDesk(
    (config) => AppModule.forRoot(config),
    async (desk) => {
      await importInto(desk.get(KnowledgeImporter), articles);
      const keyOf = await articleKeys(desk);
      const by: DialogueFigures['by_outcome'] = {};
      for (const row of rows) {
        const seen = await play(desk, row.turns, keyOf);
        for (const e of row.expect) {
          const count = (by[e.outcome] ??= { met: 0, n: 0, instead: {} });
          count.n += 1;
          const turn = seen[e.turn - 1];
          if (meets(turn, e)) count.met += 1;
          // The same outcome instead of itself: it named another article.
          else count.instead[turn?.outcome ?? 'none'] = (count.instead[turn?.outcome ?? 'none'] ?? 0) + 1;
        }
      }
      const n = Object.values(by).reduce((sum, c) => sum + c.n, 0);
      const met = Object.values(by).reduce((sum, c) => sum + c.met, 0);
      return { met: share(met, n), n, met_interval: wilson(met, n), by_outcome: by, dialogues: rows.length };
    },
  );
}

async function play(desk: INestApplicationContext, turns: readonly string[], keyOf: KeyOf): Promise<Seen[]> {
  const conversations = desk.get(ConversationService, { strict: false });
  const shoppers = desk.get(ShopperDesk, { strict: false });
  const session = await desk.get(CustomersService, { strict: false }).openSession({ locale: 'zh-CN' });
  const seen: Seen[] = [];
  for (const text of turns) {
    const { message } = await shoppers.send(session, { clientId: newId(), text });
    await desk.get(Outbox).settled();
    const { messages } = await conversations.messages(message.conversationId, message.seq - 1, 200);
    const { status } = await conversations.get(message.conversationId);
    seen.push(whatWasSeen(message, messages, status === 'queued', keyOf));
  }
  return seen;
}

type KeyOf = (title: string) => string | undefined;

/** The key of an article is its faq_id; suggestions carry only its title. */
async function articleKeys(desk: INestApplicationContext): Promise<KeyOf> {
  const articles = desk.get(ArticleService, { strict: false });
  const byTitle = new Map<string, string>();
  for (let offset = 0; ; offset += PAGE) {
    const page = await articles.list({ limit: PAGE, offset });
    for (const { title, key } of page) byTitle.set(title, key);
    if (page.length < PAGE) return (title) => byTitle.get(title);
  }
}

function whatWasSeen(asked: WireMessage, since: readonly WireMessage[], queued: boolean, keyOf: KeyOf): Seen {
  if (queued) return { outcome: 'handoff', keys: [] };
  const answer = since.find((m) => m.answers && m.answers[0] <= asked.seq && asked.seq <= m.answers[1]);
  const named = [...(answer?.citations ?? []), ...(answer?.suggestions ?? [])];
  return {
    outcome: answer?.outcome ?? 'none',
    keys: named.map((c) => keyOf(c.title)).filter((key) => key !== undefined),
  };
}

function meets(seen: Seen | undefined, expected: Expectation): boolean {
  if (!seen) return false;
  const right = expected.faqIds.length === 0 || seen.keys.some((key) => expected.faqIds.includes(key));
  if (expected.outcome === 'answered') return (seen.outcome === 'answered' || seen.outcome === 'clarify') && right;
  if (expected.outcome === 'clarify') return seen.outcome === 'clarify' && right;
  return seen.outcome === expected.outcome;
}

function isObject(value: unknown): value is RawRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
