import { Injectable } from '@nestjs/common';
import { type AnswerOutcome, type Citation, type Locale, newId, type Suggestion } from '#kernel';
import { normalise, type RetrievedText, retrieverFrom } from '#llm';
import { Database } from '#platform';
import { bestPassage, extract } from './answer/extract.js';
import { isElliptical, questionsIn } from './answer/reading.js';
import { ABSTAIN, ASK_STORE, CLARIFY } from './answer/words.js';
import { GapRepository } from './articles/gap.repository.js';
import type { IndexedArticle } from './retrieval/evidence.js';
import { type Hit, isSibling, languageOf, type Retrieval, Retriever } from './retrieval/retriever.js';
import { DEFAULT_KNOWLEDGE_SETTINGS } from './settings.js';

/** A question of the same conversation and the articles that answered it. */
export interface AskedBefore {
  question: string;
  articleIds: string[];
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
  /** With `clarify`: the articles to choose from. */
  suggestions: Suggestion[];
  /** The stores differ and it is not known which is meant. */
  askStore?: boolean;
  /** In which language it is written. */
  locale: Locale;
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
/** How far back a row of follow-ups is traced. */
const FURTHEST = 3;

/** Answers questions from the published articles. */
@Injectable()
export class KnowledgeService {
  private readonly settings = DEFAULT_KNOWLEDGE_SETTINGS;

  constructor(
    private readonly retriever: Retriever,
    private readonly gaps: GapRepository,
    private readonly db: Database,
  ) {}

  /**
   * Answers with the articles' own words; or, when it is not sure, offers the nearest articles; or abstains. Two questions in one
   * message are both answered when both are sure.
   */
  async ask(request: AskRequest): Promise<KnowledgeAnswer> {
    const whole = await this.read(request, request.question, request.history ?? []);
    const parts = questionsIn(request.question);
    if (parts.length > 1) {
      const answers = await this.answerParts(request, parts);
      const ids = new Set(answers.flatMap((answer) => answer.citations.map((citation) => citation.articleId)));
      const sure = answers.every((answer) => answer.outcome === 'answered');
      if (sure && ids.size > 1) return join(answers);
      const best = answers.reduce((a, b) => (b.confidence > a.confidence ? b : a));
      const alone = this.decide(whole);
      return best.confidence > alone.confidence && best.outcome !== 'abstained' ? best : alone;
    }
    return this.decide(whole);
  }

  /** The articles nearest to a question, best first, without any judgement whether they answer it. */
  async retrieve(request: AskRequest & { limit?: number }): Promise<Retrieval> {
    return (await this.read(request, request.question, request.history ?? [], request.limit)).retrieval;
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

  private async answerParts(request: AskRequest, parts: readonly string[]): Promise<KnowledgeAnswer[]> {
    const answers: KnowledgeAnswer[] = [];
    const before: AskedBefore[] = [...(request.history ?? [])];
    for (const part of parts) {
      const answer = this.decide(await this.read(request, part, before));
      answers.push(answer);
      before.push({ question: part, articleIds: answer.citations.map((citation) => citation.articleId) });
    }
    return answers;
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
    const elliptical = isElliptical(question);
    if (!elliptical && alone.retrieval.confidence >= this.settings.clarifyFrom) return alone;
    const together = await this.lookUp(request, `${contextOf(history)} ${question}`, locale, limit);
    const margin = elliptical ? CLEARER : -CLEARER;
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
    const { hits, confidence } = retrieval;
    const [best] = hits;
    if (!best || confidence < this.settings.clarifyFrom)
      return { outcome: 'abstained', answer: ABSTAIN[locale], citations: [], confidence, suggestions: [], locale };
    const siblings = hits.filter((hit) => hit === best || isSibling(best.article, hit.article));
    if (siblings.length > 1 && retrieval.stores.length === 0)
      return { ...clarify(siblings, confidence, locale), answer: ASK_STORE[locale], askStore: true };
    if (confidence < this.settings.answerFrom) return clarify(hits, confidence, locale);
    // Two stores named in one question: each store's article.
    const answering = retrieval.stores.length > 1 ? siblings.slice(0, retrieval.stores.length) : [best];
    return {
      outcome: 'answered',
      answer: answering
        .map(({ article }) => extract(article, retrieval.query, this.settings.answerLength))
        .join('\n\n'),
      citations: answering.map(({ article }) => citationOf(article, bestPassage(article, retrieval.query))),
      confidence,
      suggestions: [],
      locale,
    };
  }
}

function clarify(hits: readonly Hit[], confidence: number, locale: Locale): KnowledgeAnswer {
  const suggestions = hits
    .slice(0, SUGGESTIONS)
    .map(({ article }) => ({ articleId: article.id, title: article.title }));
  return { outcome: 'clarify', answer: CLARIFY[locale], citations: [], confidence, suggestions, locale };
}

function join(answers: readonly KnowledgeAnswer[]): KnowledgeAnswer {
  const citations = new Map(answers.flatMap((answer) => answer.citations).map((one) => [one.articleId, one]));
  return {
    outcome: 'answered',
    answer: [...new Set(answers.map((answer) => answer.answer))].join('\n\n'),
    citations: [...citations.values()],
    confidence: Math.min(...answers.map((answer) => answer.confidence)),
    suggestions: [],
    locale: answers[0]?.locale ?? 'zh-CN',
  };
}

/** What a follow-up leans on: the last question that could stand alone, and the follow-ups after it. */
function contextOf(history: readonly AskedBefore[]): string {
  const questions = history.slice(-FURTHEST).map((turn) => turn.question);
  let from = questions.length - 1;
  while (from > 0 && isElliptical(questions[from] ?? '')) from -= 1;
  return questions.slice(Math.max(0, from)).join(' ');
}

function hasWords(question: string): boolean {
  return /\p{L}/u.test(question);
}

export function citationOf(article: IndexedArticle, passage?: string): Citation {
  return {
    articleId: article.id,
    key: article.key,
    title: article.title,
    version: article.version,
    ...(article.url ? { url: article.url } : {}),
    ...(passage ? { passage } : {}),
  };
}
