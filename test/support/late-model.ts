import { type Scene, STAND_IN_KEY, type OpenAiStandIn } from './openai-stand-in.js';
import type { AppConfig } from '#platform';
import type { ArticleSource } from '#knowledge';
import { GROUNDED_LIMITS } from '../../libs/knowledge/src/grounded/index.js';
import { CHAT_LIMITS } from '../../libs/llm/src/openai/index.js';
import { ARTICLES } from './articles.js';
import type { Desk, Shopper } from './desk.js';
import { pick, seeded } from './random.js';
import { sleep, until } from './wait.js';

/** One article whose answer takes a model a while to say: two sentences, the second one long. */
export const LONG_ARTICLES: ArticleSource[] = ARTICLES.map((article) =>
  article.key === 'parking'
    ? {
        ...article,
        body: '停车前 30 分钟免费。之后每小时 6 元，每天最高 50 元，会员每天可以再免 2 小时，电动车充电时的停车费另外减 1 小时。',
      }
    : article,
);

export const QUESTION = '停车多少钱';

/** Two seconds from the first word to the last, so that something can happen in between. */
export const SLOW: Scene = { kind: 'good', everyMs: 60, piece: 2 };
/** Thinks first, then speaks slowly. */
export const LATE: Scene = { kind: 'good', firstAfterMs: 900, everyMs: 40, piece: 2 };

/** From now on nobody gives a model up before the turn does: for tests of what happens meanwhile, however busy the machine is. */
export function waitLongForModels(): void {
  CHAT_LIMITS.firstPieceMs = 30_000;
  GROUNDED_LIMITS.firstSentenceMs = 30_000;
}

export function withModel(standIn: OpenAiStandIn): Partial<AppConfig> {
  return { openai: { apiKey: STAND_IN_KEY, baseUrl: standIn.url, chatModel: 'stand-in' }, fragmentWaitMs: 100 };
}

/** What the bot put on a screen after the shopper had been told that a person has the conversation. */
export function botAfterHandoff({ screen }: Shopper): string[] {
  const wrong: string[] = [];
  let told = false;
  for (const each of screen) {
    if (each.event === 'changed' || each.event === 'told') told = each.status !== 'bot' && each.status !== 'resolved';
    else if (each.event === 'delta' && told) wrong.push(`piece of ${each.messageId}`);
    else if (each.event === 'created' && told && each.message.author.kind === 'bot') wrong.push(each.message.text);
  }
  return wrong;
}

/** Pieces that were shown and neither became a message nor were taken off. */
export function leftOnScreen({ screen }: Shopper): string[] {
  const settled = new Set(
    screen.flatMap((e) => (e.event === 'discarded' ? [e.messageId] : e.event === 'created' ? [e.message.id] : [])),
  );
  return [...new Set(screen.flatMap((e) => (e.event === 'delta' && !settled.has(e.messageId) ? [e.messageId] : [])))];
}

export interface RaceResult {
  wrong: string[];
  /** How often the handoff came while pieces of an answer were on the screen. */
  interrupted: number;
}

/**
 * Shoppers who ask a question and, at a random moment of the slow answer, go to a person: by the button or by a complaint. `tabs`
 * are further screens of the same shopper.
 */
export async function raceWithHandoffs(
  desk: Desk,
  openTab: (token: string) => Promise<Shopper>,
  options: { seed: number; shoppers: number; within: number },
): Promise<RaceResult> {
  const next = seeded(options.seed);
  const one = async (): Promise<{ screens: Shopper[]; conversationId: string }> => {
    const shopper = await desk.shopper();
    const tab = await openTab(shopper.session?.token ?? '');
    await shopper.say(QUESTION);
    await sleep(next() * options.within);
    if (pick(['button', 'complaint'], next) === 'button') await shopper.requestHuman();
    else await shopper.say('你们乱收费，我要投诉！');
    const notice = (): boolean => [...shopper.messages.values()].some((m) => m.notice?.startsWith('handoff'));
    await until(notice, 'the handoff', 60_000);
    return { screens: [shopper, tab], conversationId: shopper.conversationId };
  };
  const raced = await Promise.all(Array.from({ length: options.shoppers }, one));
  // Long enough for every late answer to come.
  await sleep(3_000);
  await desk.settled();
  const wrong: string[] = [];
  let interrupted = 0;
  for (const { screens, conversationId } of raced) {
    for (const [i, screen] of screens.entries()) {
      wrong.push(...botAfterHandoff(screen).map((what) => `${conversationId} screen ${i} after the handoff: ${what}`));
      wrong.push(...leftOnScreen(screen).map((id) => `${conversationId} screen ${i} left: ${id}`));
    }
    const [shopper] = screens;
    if (!shopper) continue;
    if (shopper.discarded.length > 0) interrupted++;
    const transcript = await shopper.transcript(conversationId);
    const handoff = transcript.find((m) => m.notice?.startsWith('handoff'))?.seq ?? 0;
    const late = transcript.filter((m) => m.author.kind === 'bot' && m.seq > handoff);
    wrong.push(...late.map((m) => `${conversationId} stored after the handoff: ${m.text}`));
  }
  return { wrong, interrupted };
}
