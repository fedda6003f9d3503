import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Citation } from '#kernel';
import { ChatModel, type ChatMessage, type ChatPiece, ModelError, normalise } from '#llm';
import { type Evidence, evidenceOf } from './evidence.js';
import { passagesBlock, promptMessages, SEARCH_ARGUMENTS, SEARCH_TOOL, systemPrompt } from './prompt.js';
import { refusalOf, withoutInstructions } from './refusals.js';
import { markersOf, SentenceSplitter, withoutMarkers } from './sentence-splitter.js';
import { unsupported } from './support.js';
import type { GroundedOutcome, GroundedReason, GroundedRequest, GroundedSentence, Passage } from './types.js';

/** Milliseconds from the call. Plain values, so that a test can shorten them. */
export const GROUNDED_LIMITS = {
  /** To the first checked sentence; after it the extractive answer goes out. */
  firstSentenceMs: 2_500,
  /** To the end of the answer; what stands then ends it. */
  wholeMs: 12_000,
};

/** Passages offered at once, and characters of each: the best are enough, and a prompt must stay short to be quick. */
const MOST_PASSAGES = 6;
const LONGEST_PASSAGE = 1_500;
const MOST_SENTENCES = 6;

const DOES_NOT_KNOW =
  /NO_ANSWER|(?:资料|信息|文章|内容)(?:中|里)?(?:没有|未|并未|并没有|暂无|不包含|无)|(?:没有|未|无法|暂无)(?:找到|查到|提及|提到|提供)?相关|无法(?:回答|确认|提供)|不(?:太)?清楚|不知道|\b(?:don['’]t|do not|doesn['’]t|does not|cannot|can['’]t|not) (?:know|have (?:any |that |this |enough )?information|mention|contain|find|say|cover|specify|answer)|no information|not (?:covered|mentioned|specified|included in)/iu;
/** A sentence that leans on the one before it. */
const LEANS =
  /^(?:但|但是|不过|其中|此外|另外|同时|而且|并且|因此|所以|这|那|它|其|该|however|but|also|it|they|this|that|these|those|then|so|therefore|in addition|otherwise)(?![a-z])/iu;

/** Ends a wait with the signal, also when the other side does not listen to it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new ModelError('aborted'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

class SearchError extends Error {}

async function searched(search: (query: string) => Promise<Passage[]>, query: string): Promise<Passage[]> {
  try {
    return await search(query);
  } catch (error) {
    throw new SearchError('the search that the model asked for failed', { cause: error });
  }
}

/**
 * Lets a chat model answer in its own words, but only in words that the passages bear out: each sentence is checked against the passages it
 * cites before anybody sees it. See README.md beside this file.
 */
@Injectable()
export class GroundedAnswerer {
  limits = GROUNDED_LIMITS;

  constructor(private readonly model: ChatModel) {}

  /**
   * @param emit gets each checked sentence, in order, never after the promise has settled
   * @throws the reason of `request.signal` when the caller gives up; nothing else
   */
  async answer(request: GroundedRequest, emit: (sentence: GroundedSentence) => void): Promise<GroundedOutcome> {
    request.signal.throwIfAborted();
    if (request.passages.length === 0) return { outcome: 'fallback', reason: 'no_passages' };
    if (!this.model.available) return { outcome: 'fallback', reason: 'no_model' };
    const limit = new AbortController();
    const signal = AbortSignal.any([request.signal, limit.signal]);
    const late = (): void => limit.abort(new ModelError('timeout'));
    const whole = setTimeout(late, this.limits.wholeMs);
    const first = setTimeout(late, this.limits.firstSentenceMs);
    const answer = new GrowingAnswer(request, (sentence) => {
      clearTimeout(first);
      emit(sentence);
    });
    try {
      await this.run(request, answer, signal);
      return answer.outcome();
    } catch (error) {
      request.signal.throwIfAborted();
      if (limit.signal.aborted) return answer.outcome('too_late');
      if (error instanceof SearchError) return answer.outcome('search_failed', error.cause);
      if (error instanceof ModelError) return answer.outcome('model_failed', error);
      throw error;
    } finally {
      clearTimeout(first);
      clearTimeout(whole);
      // Whatever the model still says is for nobody; the connection is closed.
      limit.abort(new ModelError('aborted'));
    }
  }

  /** At most two calls: the second only when the model asked to search in the first and has said nothing yet. */
  private async run(request: GroundedRequest, answer: GrowingAnswer, signal: AbortSignal): Promise<void> {
    const system = answer.system;
    const messages = promptMessages({ ...request, passages: answer.passages }, answer.tag);
    const tools = request.search ? [SEARCH_TOOL] : undefined;
    const call = await this.read(this.model.stream({ system, messages, tools, signal }), answer, signal);
    if (!call || !request.search || answer.stopped) return;
    const query = SEARCH_ARGUMENTS.safeParse(call.args);
    const found = query.success ? await orAborted(searched(request.search, query.data.query), signal) : [];
    const from = answer.passages.length + 1;
    const added = answer.add(found);
    const content = added.length > 0 ? passagesBlock(added, answer.tag, from) : 'No further passages.';
    const further: ChatMessage[] = [
      ...messages,
      { role: 'assistant', content: '', toolCalls: [{ id: call.id, name: call.name, args: call.args }] },
      { role: 'tool', toolCallId: call.id, content },
    ];
    await this.read(this.model.stream({ system, messages: further, signal }), answer, signal);
  }

  private async read(
    stream: AsyncIterable<ChatPiece>,
    answer: GrowingAnswer,
    signal: AbortSignal,
  ): Promise<Extract<ChatPiece, { type: 'tool_call' }> | undefined> {
    const pieces = stream[Symbol.asyncIterator]();
    let call: Extract<ChatPiece, { type: 'tool_call' }> | undefined;
    try {
      for (;;) {
        const { value: piece, done } = await orAborted(pieces.next(), signal);
        if (done) break;
        if (piece.type === 'text') answer.hear(piece.text);
        else if (piece.type === 'tool_call') call ??= piece.name === SEARCH_TOOL.name ? piece : undefined;
        else answer.end(piece.reason === 'length' || piece.reason === 'filtered');
        if (answer.stopped) break;
      }
    } finally {
      // Not awaited: a model that does not listen must not hold up the answer.
      pieces.return?.().catch(() => undefined);
    }
    return call;
  }
}

/** One answer while it grows: what was heard, what of it stood its check, what has gone out. */
class GrowingAnswer {
  readonly tag = randomBytes(4).toString('hex');
  readonly system: string;
  readonly passages: Passage[] = [];
  /** True when nothing the model says from here on can matter. */
  stopped = false;
  private readonly splitter = new SentenceSplitter();
  private readonly evidence: Evidence[] = [];
  private readonly sentences: GroundedSentence[] = [];
  private readonly question: string;
  private abstained = false;
  private skipped = false;
  private ending: GroundedReason | undefined;

  constructor(
    request: GroundedRequest,
    private readonly emit: (sentence: GroundedSentence) => void,
  ) {
    this.system = systemPrompt(request.locale, this.tag);
    this.question = normalise(request.question);
    this.add(request.passages);
  }

  /** Takes in passages that are new; returns them as taken in. */
  add(found: readonly Passage[]): Passage[] {
    const added: Passage[] = [];
    for (const passage of found) {
      if (this.passages.length >= 2 * MOST_PASSAGES || added.length >= MOST_PASSAGES) break;
      const text = withoutInstructions(passage.text).slice(0, LONGEST_PASSAGE);
      const known = this.passages.some((p) => p.articleId === passage.articleId && p.text === text);
      if (known || text.trim() === '') continue;
      const taken = { ...passage, title: withoutInstructions(passage.title), text };
      this.passages.push(taken);
      this.evidence.push(evidenceOf(taken.title, text));
      added.push(taken);
    }
    return added;
  }

  hear(text: string): void {
    for (const sentence of this.splitter.push(text)) this.judge(sentence);
  }

  /** The model has come to an end; `cut` when it was made to. */
  end(cut: boolean): void {
    // Half a sentence may say the opposite of the whole.
    if (!cut) for (const sentence of this.splitter.flush()) this.judge(sentence);
    else this.ending ??= 'cut_short';
  }

  outcome(failure?: GroundedReason, error?: unknown): GroundedOutcome {
    this.stopped = true;
    if (this.sentences.length > 0) {
      const reason = failure ?? this.ending;
      const text = joined(this.sentences.map((s) => s.text));
      return {
        outcome: 'answered',
        text,
        citations: this.citations(),
        partial: reason !== undefined,
        ...(reason && { reason }),
      };
    }
    if (this.abstained) return { outcome: 'abstained' };
    const reason = failure ?? this.ending ?? 'nothing_supported';
    return { outcome: 'fallback', reason, ...(error !== undefined && { error }) };
  }

  private judge(sentence: string): void {
    if (this.stopped) return;
    const text = withoutMarkers(sentence);
    if (text === '') return;
    const checks = this.checks(sentence, text);
    const supporters = checks.filter((check) => check.problem === undefined).map((check) => check.passage);
    if (this.sentences.length === 0 && supporters.length === 0 && DOES_NOT_KNOW.test(text)) {
      this.abstained = true;
      this.stopped = true;
      return;
    }
    const cited = checks.map((check) => check.passage.text).join('\n');
    if (refusalOf(sentence, this.system, cited)) return this.stop('refused_sentence');
    if (supporters.length === 0 || (this.skipped && LEANS.test(text))) {
      // A sentence that gets a figure wrong, or says the opposite, tells what to think of the rest.
      const wrong = checks.length > 0 && checks.every(({ problem }) => problem === 'figure' || problem === 'denial');
      if (wrong) return this.stop('refused_sentence');
      this.skipped = true;
      return;
    }
    this.skipped = false;
    if (this.sentences.some((s) => s.text === text)) return;
    const checked = { text, citations: supporters.map(citationOf) };
    this.sentences.push(checked);
    this.emit(checked);
    if (this.sentences.length >= MOST_SENTENCES) this.stopped = true;
  }

  private stop(reason: GroundedReason): void {
    this.ending = reason;
    this.stopped = true;
  }

  private checks(sentence: string, text: string): { passage: Passage; problem: ReturnType<typeof unsupported> }[] {
    const context = `${this.question} ${normalise(this.sentences.map((s) => s.text).join(' '))}`;
    return markersOf(sentence).flatMap((number) => {
      const passage = this.passages[number - 1];
      const evidence = this.evidence[number - 1];
      return passage && evidence
        ? [
            {
              passage,
              problem: unsupported(text, evidence, { context, others: this.evidence.filter((e) => e !== evidence) }),
            },
          ]
        : [];
    });
  }

  private citations(): Citation[] {
    const all = this.sentences.flatMap((s) => s.citations);
    return all.filter((c, i) => all.findIndex((d) => d.articleId === c.articleId) === i);
  }
}

function citationOf({ articleId, key, title, version, url, text }: Passage): Citation {
  return { articleId, key, title, version, ...(url !== undefined && { url }), passage: text };
}

/** Chinese sentences stand side by side, English ones with a blank between. */
function joined(sentences: readonly string[]): string {
  return sentences.reduce((text, next) => {
    if (text === '') return next;
    if (/\n/.test(next) || /\n/.test(text)) return `${text}\n${next}`;
    return /[\p{ASCII}]$/u.test(text) && !/[。！？]$/u.test(text) ? `${text} ${next}` : text + next;
  }, '');
}
