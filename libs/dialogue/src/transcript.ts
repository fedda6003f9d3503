import type { SentMedia, Understanding, WireMessage } from '#kernel';
import type { PastTurn, PolicyMessage } from '#handoff';
import type { AskedBefore } from '#knowledge';

export interface ReadMessage extends PolicyMessage {
  message: WireMessage;
}

/** A turn as it is about to be answered: what is new, and what lies behind it. */
export interface TurnReading {
  fresh: ReadMessage[];
  history: PastTurn[];
  asked: AskedBefore[];
}

type Read = (message: WireMessage) => Promise<Understanding>;

/** Which act a burst of messages has as a whole: a question in it wins, then whatever was said last. */
export function actOf(fresh: readonly ReadMessage[]): Understanding['act'] {
  const acts = fresh.map((m) => m.understanding.act);
  if (acts.includes('question')) return 'question';
  return acts.includes('fragment') ? 'fragment' : (acts.at(-1) ?? 'empty');
}

/** What was sent along with a burst that does not ask anything in words; undefined: nothing, or the words are enough. */
export function onlySent(fresh: readonly ReadMessage[]): SentMedia | undefined {
  const said = fresh.filter((m) => m.message.context?.media === undefined);
  const media = fresh.findLast((m) => m.message.context?.media !== undefined)?.message.context?.media;
  if (said.length === 0) return media;
  const act = actOf(said);
  if (act === 'question' || act === 'withdrawal') return undefined;
  return fresh.flatMap(({ message }) => message.attachments ?? []).at(-1)?.kind ?? media;
}

/** The words a burst asks by: greetings and fillers beside a question are left out. */
export function questionOf(fresh: readonly ReadMessage[]): string {
  const telling = fresh.filter(
    ({ understanding: { act }, message: { context } }) =>
      context?.media === undefined && (act === 'question' || act === 'fragment'),
  );
  return (telling.length > 0 ? telling : fresh).map((m) => m.text).join('\n');
}

/**
 * Reads the messages of a conversation into turns: every answer of the bot closes the turn of the messages in its `answers` range.
 * A person's turns in between start the history anew, since the bot's misses before them no longer count.
 */
export async function readTurns(
  messages: readonly WireMessage[],
  answeredSeq: number,
  read: Read,
): Promise<TurnReading> {
  const bySeq = new Map(messages.map((m) => [m.seq, m]));
  const fresh: ReadMessage[] = [];
  let history: PastTurn[] = [];
  const asked: AskedBefore[] = [];
  for (const message of messages) {
    if (message.author.kind === 'shopper' && message.seq > answeredSeq) {
      fresh.push({ seq: message.seq, text: message.text, understanding: await read(message), message });
    } else if (message.author.kind === 'agent') {
      history = [];
    } else if (message.author.kind === 'bot' && message.answers) {
      const [fromSeq, toSeq] = message.answers;
      const heard: ReadMessage[] = [];
      for (let seq = fromSeq; seq <= toSeq; seq++) {
        const m = bySeq.get(seq);
        if (m?.author.kind === 'shopper') heard.push({ seq, text: m.text, understanding: await read(m), message: m });
      }
      if (heard.length === 0) continue;
      const articleIds = [...(message.citations ?? []), ...(message.suggestions ?? [])].map((c) => c.articleId);
      history.push({
        fromSeq,
        toSeq,
        text: questionOf(heard),
        sentiment: Math.min(...heard.map((m) => m.understanding.sentiment.score)),
        outcome: message.outcome ?? 'none',
        ...(message.helpful === false ? { unhelpful: true } : {}),
        articleIds: (message.citations ?? []).map((c) => c.articleId),
        act: actOf(heard),
      });
      if (message.outcome) asked.push({ question: questionOf(heard), articleIds });
    }
  }
  return { fresh, history, asked };
}
