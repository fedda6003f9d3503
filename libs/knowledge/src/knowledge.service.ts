import { Injectable, Optional } from '@nestjs/common';
import { type AnswerOutcome, type Citation, type Locale, newId, type Suggestion } from '#kernel';
import { ChatModel, normalise, type RetrievedText, retrieverFrom } from '#llm';
import { Database } from '#platform';
import { bestPassage, extract } from './answer/extract.js';
import { leaningOf, questionsIn } from './answer/reading.js';
import { ABSTAIN, ASK_STORE, CLARIFY } from './answer/words.js';
import { type Gap, GapRepository } from './articles/gap.repository.js';
import { GroundedAnswerer, type GroundedSentence, type HistoryTurn, type Passage } from './grounded/index.js';
import type { IndexedArticle } from './retrieval/evidence.js';
import { type Hit, isSibling, languageOf, type Retrieval, Retriever } from './retrieval/retriever.js';
import { KnowledgeSettingsSource } from './settings-source.js';
import { DEFAULT_KNOWLEDGE_SETTINGS, type KnowledgeSettings } from './settings.js';
import { StoreDirectory } from './stores/store-directory.js';

/** A question of the same conversation and the articles that answered it. */
export interface AskedBefore {
  question: string;
  articleIds: string[];
  /** What was answered, for a language model to read on. */
  answer?: string;
}

export interface AskRequest {
  /** As typed; texts of any length and content are taken. */
  question: string;
  /** The shopper's language, for questions that have none (an emoji, a number). */
  locale?: Locale;
  storeId?: string;
  /** Oldest first; lets follow-ups be understood. */
  history?: readonly AskedBefore[];
}

export interface KnowledgeAnswer {
  outcome: AnswerOutcome;
  /** Plain text: the articles' own words, or what the desk says when it has to ask or has nothing. */
  answer: string;
  citations: Citation[];
  /** Probability, 0..1, that what was found answers the question. */
  confidence: number;
  /** Probability, 0..1, that the first article found is the right one. */
  certainty: number;
  /** With `clarify`: the articles to choose from. */
  suggestions: Suggestion[];
  /** The stores differ and it is not known which is meant. */
  askStore?: boolean;
  /** In which language it is written. */
  locale: Locale;
}

export interface StreamOptions {
  /** Gets each sentence of a model's answer once it has passed its check. Never called for an extractive answer. */
  onSentence?: (sentence: GroundedSentence) => void;
  signal: AbortSignal;
}

/** An answer in the articles' own words, and the articles it was chosen from, best first. */
interface Considered {
  answer: KnowledgeAnswer;
  hits: Hit[];
}

/** One question, looked up. */
interface Reading {
  question: string;
  locale: Locale;
  retrieval: Retrieval;
}

const SUGGESTIONS = 3;
/** A follow-up is read with what was asked before it unless by itself it is clearer by this much. */
const CLEARER = 0.2;
/** An article that a question and its context find together must be among this many that the question finds by itself. */
const NEAR = 5;
/** Share of a question's words that some article must have for it to lean on the question before without saying so. */
const FAMILIAR = 0.5;
/** How far back a row of follow-ups is traced. */
const FURTHEST = 3;
/** Articles that a model is given. */
const PASSAGES = 6;

/** Answers questions from the published articles. */
@Injectable()
export class KnowledgeService {
  private settings: KnowledgeSettings = DEFAULT_KNOWLEDGE_SETTINGS;

  constructor(
    private readonly retriever: Retriever,
    private readonly stores: StoreDirectory,
    private readonly gaps: GapRepository,
    private readonly db: Database,
    private readonly chat: ChatModel,
    private readonly grounded: GroundedAnswerer,
    @Optional() private readonly own?: KnowledgeSettingsSource,
  ) {}

  /**
   * Answers with the articles' own words; or, when it is not sure, offers the nearest articles; or abstains. Two questions in one
   * message are both answered when both are sure.
   */
  async ask(request: AskRequest): Promise<KnowledgeAnswer> {
    return (await this.consider(request)).answer;
  }

  /**
   * As {@link ask}, but in a language model's words where there is one: sentence by sentence, each borne out by a cited article. When
   * the model fails before its first checked sentence, the answer is the one `ask` gives.
   *
   * @throws the reason of `signal` when the caller gives up
   */
  async answerStream(request: AskRequest, { onSentence, signal }: StreamOptions): Promise<KnowledgeAnswer> {
    const { answer, hits } = await this.consider(request);
    if (!this.chat.available || hits.length === 0 || answer.askStore || answer.confidence < this.settings.modelFrom)
      return answer;
    const outcome = await this.grounded.answer(
      {
        question: request.question,
        history: (request.history ?? []).flatMap(turnsOf),
        passages: hits.slice(0, PASSAGES).map(toPassage),
        locale: answer.locale,
        signal,
        search: async (question) => {
          const found = await this.retrieve({ ...request, question, history: [], limit: PASSAGES });
          return found.hits.map(toPassage);
        },
      },
      (sentence) => onSentence?.(sentence),
    );
    if (outcome.outcome === 'answered')
      return { ...answer, outcome: 'answered', answer: outcome.text, citations: outcome.citations, suggestions: [] };
    // The model read the articles and found no answer in them: they are offered, but not as the answer.
    if (outcome.outcome === 'abstained' && answer.outcome === 'answered') return clarify(hits, answer, answer.locale);
    return answer;
  }

  private async consider(request: AskRequest): Promise<Considered> {
    if (this.own) this.settings = { ...DEFAULT_KNOWLEDGE_SETTINGS, ...(await this.own.current()) };
    const whole = await this.read(request, request.question, request.history ?? []);
    const alone: Considered = { answer: this.decide(whole), hits: whole.retrieval.hits };
    const parts = questionsIn(request.question);
    if (parts.length < 2) return alone;
    const considered = await this.considerParts(request, parts);
    const answers = considered.map((part) => part.answer);
    const ids = new Set(answers.flatMap((answer) => answer.citations.map((citation) => citation.articleId)));
    if (ids.size > 1 && answers.every((answer) => answer.outcome === 'answered'))
      return { answer: join(answers), hits: considered.flatMap((part) => part.hits.slice(0, PASSAGES / parts.length)) };
    const best = considered.reduce((a, b) => (b.answer.confidence > a.answer.confidence ? b : a));
    return best.answer.outcome !== 'abstained' && best.answer.confidence > alone.answer.confidence ? best : alone;
  }

  /** The articles nearest to a question, best first, without any judgement whether they answer it. */
  async retrieve(request: AskRequest & { limit?: number }): Promise<Retrieval> {
    return (await this.read(request, request.question, request.history ?? [], request.limit)).retrieval;
  }

  /** The stable keys of articles, in the order of the ids; those that are gone are left out. */
  async keysOf(ids: readonly string[]): Promise<string[]> {
    const articles = await this.retriever.byIds(ids);
    return ids.flatMap((id) => articles.find((article) => article.id === id)?.key ?? []);
  }

  /** The search as a retriever of LangChain: for chains and agents outside the desk's own way of a message. */
  asRetriever(limit = 4): ReturnType<typeof retrieverFrom> {
    return retrieverFrom(async (question): Promise<RetrievedText[]> => {
      const { hits } = await this.retrieve({ question, limit });
      return hits.map(({ article, score }) => ({
        id: article.id,
        text: article.text,
        metadata: { title: article.title, key: article.key, version: article.version, url: article.url, score },
      }));
    });
  }

  /** Counts a question that found nothing, so that an editor sees what is missing. */
  async recordGap(question: string, locale: Locale = languageOf(question)): Promise<void> {
    const normalised = normalise(question).slice(0, 500);
    if (normalised !== '')
      await this.gaps.count(this.db.manager, { id: newId(), locale, question: question.slice(0, 1000), normalised });
  }

  /** The questions that found nothing, most frequent first. */
  listGaps(limit = 100): Promise<Gap[]> {
    return this.gaps.list(this.db.manager, limit);
  }

  private async considerParts(request: AskRequest, parts: readonly string[]): Promise<Considered[]> {
    const considered: Considered[] = [];
    const before: AskedBefore[] = [...(request.history ?? [])];
    for (const question of parts) {
      const reading = await this.read(request, question, before);
      const answer = this.decide(reading);
      considered.push({ answer, hits: reading.retrieval.hits });
      before.push({ question, articleIds: answer.citations.map((citation) => citation.articleId) });
    }
    return considered;
  }

  /** Looks a question up, with what was asked before it when it leans on that, and in the other language when its own has nothing. */
  private async read(
    request: AskRequest,
    question: string,
    history: readonly AskedBefore[],
    limit?: number,
  ): Promise<Reading> {
    const locale = hasWords(question) ? languageOf(question) : (request.locale ?? 'zh-CN');
    const alone = await this.lookUp(request, question, locale, limit);
    const last = history.at(-1);
    if (!last) return alone;
    const leaning = leaningOf(question);
    if (leaning === 'none' && alone.retrieval.confidence >= this.settings.clarifyFrom) return alone;
    // Words that no article has are not about what was asked before either.
    if (leaning !== 'marked' && alone.retrieval.familiar < FAMILIAR) return alone;
    const context = contextOf(history);
    // "And in Chengdu?" asks the same about another store, not about both.
    const matter = this.stores.find(question).length > 0 ? this.stores.withoutStores(context) : context;
    const together = await this.lookUp(request, `${matter} ${question}`, locale, limit);
    // What only the question before is about is no answer to this one.
    const near = alone.retrieval.hits.slice(0, NEAR).map(({ article }) => article.id);
    if (leaning === 'none' && !near.includes(together.retrieval.hits[0]?.article.id ?? '')) return alone;
    const margin = leaning === 'none' ? -CLEARER : CLEARER;
    return together.retrieval.confidence + margin >= alone.retrieval.confidence ? together : alone;
  }

  private async lookUp(request: AskRequest, question: string, locale: Locale, limit?: number): Promise<Reading> {
    const look = async (where: Locale): Promise<Reading> => ({
      question,
      locale,
      retrieval: await this.retriever.retrieve({ question, locale: where, storeId: request.storeId, limit }),
    });
    const own = await look(locale);
    if (own.retrieval.confidence >= this.settings.clarifyFrom) return own;
    const other: Locale = locale === 'en' ? 'zh-CN' : 'en';
    // A language that has everything the other one has needs no second look.
    if ((await this.retriever.size(other)) <= (await this.retriever.size(locale))) return own;
    const foreign = await look(other);
    return foreign.retrieval.confidence > own.retrieval.confidence ? foreign : own;
  }

  private decide({ retrieval, locale }: Reading): KnowledgeAnswer {
    const { hits, confidence, certainty } = retrieval;
    const sure = { confidence, certainty };
    const [best] = hits;
    if (!best || confidence < this.settings.clarifyFrom)
      return { outcome: 'abstained', answer: ABSTAIN[locale], citations: [], ...sure, suggestions: [], locale };
    const siblings = hits.filter((hit) => hit === best || isSibling(best.article, hit.article));
    if (siblings.length > 1 && retrieval.stores.length === 0)
      return this.askStore(clarify(siblings, sure, locale), siblings);
    if (certainty < this.settings.answerFrom) return clarify(hits, sure, locale);
    // Two stores named in one question: each store's article.
    const answering = retrieval.stores.length > 1 ? siblings.slice(0, retrieval.stores.length) : [best];
    return {
      outcome: 'answered',
      answer: answering
        .map(({ article }) => extract(article, retrieval.query, this.settings.answerLength))
        .join('\n\n'),
      citations: answering.map(({ article }) => citationOf(article, bestPassage(article, retrieval.query))),
      ...sure,
      suggestions: [],
      locale,
    };
  }

  /** The answers differ by store: which one is meant is asked by the stores' names. */
  private askStore(question: KnowledgeAnswer, siblings: readonly Hit[]): KnowledgeAnswer {
    const { locale } = question;
    const storeOf = (articleId: string): string | undefined =>
      siblings.find(({ article }) => article.id === articleId)?.article.stores[0];
    const suggestions = question.suggestions.map((suggestion) => {
      const store = storeOf(suggestion.articleId);
      return store === undefined ? suggestion : { ...suggestion, store: this.stores.nameOf(store, locale) };
    });
    return { ...question, suggestions, answer: ASK_STORE[locale], askStore: true };
  }
}

function clarify(
  hits: readonly Hit[],
  { confidence, certainty }: Pick<KnowledgeAnswer, 'confidence' | 'certainty'>,
  locale: Locale,
): KnowledgeAnswer {
  const suggestions = hits
    .slice(0, SUGGESTIONS)
    .map(({ article }) => ({ articleId: article.id, title: article.title }));
  return { outcome: 'clarify', answer: CLARIFY[locale], citations: [], confidence, certainty, suggestions, locale };
}

function join(answers: readonly KnowledgeAnswer[]): KnowledgeAnswer {
  const citations = new Map(answers.flatMap((answer) => answer.citations).map((one) => [one.articleId, one]));
  return {
    outcome: 'answered',
    answer: [...new Set(answers.map((answer) => answer.answer))].join('\n\n'),
    citations: [...citations.values()],
    confidence: Math.min(...answers.map((answer) => answer.confidence)),
    certainty: Math.min(...answers.map((answer) => answer.certainty)),
    suggestions: [],
    locale: answers[0]?.locale ?? 'zh-CN',
  };
}

/** What a follow-up leans on: the last question that could stand alone, and the follow-ups after it. */
function contextOf(history: readonly AskedBefore[]): string {
  const questions = history.slice(-FURTHEST).map((turn) => turn.question);
  let from = questions.length - 1;
  while (from > 0 && leaningOf(questions[from] ?? '') !== 'none') from -= 1;
  return questions.slice(Math.max(0, from)).join(' ');
}

function turnsOf(asked: AskedBefore): HistoryTurn[] {
  const question: HistoryTurn = { role: 'shopper', text: asked.question };
  return asked.answer === undefined ? [question] : [question, { role: 'bot', text: asked.answer }];
}

function toPassage({ article }: Hit): Passage {
  const { id, key, title, version, text, url } = article;
  return { articleId: id, key, title, version, text, ...(url ? { url } : {}) };
}

function hasWords(question: string): boolean {
  return /\p{L}/u.test(question);
}

function citationOf(article: IndexedArticle, passage?: string): Citation {
  return {
    articleId: article.id,
    key: article.key,
    title: article.title,
    version: article.version,
    ...(article.url ? { url: article.url } : {}),
    ...(passage ? { passage } : {}),
  };
}
