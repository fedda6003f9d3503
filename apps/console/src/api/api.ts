import type { CaseFile, ConversationStatus, WireAgent, WireConversationItem } from '#kernel';
import type { Session } from '../session/session.js';
import { followServerClock } from '../lib/server-time.js';
import { call, CallError, type CallOptions } from './client.js';

export interface ConversationPage {
  conversations: WireConversationItem[];
  nextCursor?: string;
}

/** What an editor can write of an article; a change replaces all of it. */
export interface ArticleContent {
  title: string;
  questions: string[];
  /** Markdown. */
  body: string;
  tags: string[];
  stores: string[];
  validFrom: string | null;
  validTo: string | null;
  owner: string | null;
  source: string | null;
  url: string | null;
  status: 'draft' | 'published' | 'archived';
}

export interface Article extends ArticleContent {
  id: string;
  key: string;
  locale: string;
  version: number;
}

export interface ArticlePage {
  articles: Article[];
}

export interface Colleague {
  id: string;
  name: string;
  role: WireAgent['role'];
  skills: string[];
  status?: string;
}

/** The REST routes the console uses, as the signed-in agent. Every method throws CallError. */
export class Api {
  constructor(
    private readonly session: Session,
    private readonly locale: () => string,
    /** '' in the browser; the server's address in tests. */
    private readonly origin = '',
  ) {}

  conversations(
    filter: { status?: ConversationStatus; limit: number; cursor?: string },
    signal?: AbortSignal,
  ): Promise<ConversationPage> {
    return this.ask(`/conversations${query({ ...filter })}`, { signal });
  }

  caseFile(id: string, signal?: AbortSignal): Promise<CaseFile> {
    return this.ask(`/conversations/${encodeURIComponent(id)}`, { signal });
  }

  /** Who a conversation can be passed to. Empty where the account may not see its colleagues. */
  async colleagues(signal?: AbortSignal): Promise<Colleague[]> {
    try {
      const answer = await this.ask<{ agents: Colleague[] } | Colleague[]>('/agents', { signal });
      return Array.isArray(answer) ? answer : answer.agents;
    } catch (error) {
      if (error instanceof CallError && (error.status === 403 || error.status === 404)) return [];
      throw error;
    }
  }

  articles(
    filter: { locale: string; q?: string; limit: number; offset?: number },
    signal?: AbortSignal,
  ): Promise<ArticlePage> {
    return this.ask(`/knowledge/articles${query({ ...filter })}`, { signal });
  }

  article(id: string, signal?: AbortSignal): Promise<Article> {
    return this.ask(`/knowledge/articles/${encodeURIComponent(id)}`, { signal });
  }

  /**
   * Saves an article; fields of `edited` replace those of `base`, all others stay as they were in it.
   * @throws CallError VERSION_CONFLICT when the article is not at the version of `base` any more.
   */
  changeArticle(base: Article, edited: Pick<ArticleContent, 'title' | 'questions' | 'body'>): Promise<Article> {
    const { tags, stores, validFrom, validTo, owner, source, url, status, version } = base;
    const body = { tags, stores, validFrom, validTo, owner, source, url, status, version, ...edited };
    return this.ask(`/knowledge/articles/${encodeURIComponent(base.id)}`, { method: 'PUT', body });
  }

  private async ask<T>(path: string, options: CallOptions = {}): Promise<T> {
    const token = await this.session.accessToken();
    try {
      return await this.once<T>(path, options, token);
    } catch (error) {
      if (!(error instanceof CallError) || error.status !== 401) throw error;
      return this.once<T>(path, options, await this.session.accessToken(token));
    }
  }

  private once<T>(path: string, options: CallOptions, token: string): Promise<T> {
    return call<T>(`${this.origin}/api/v1${path}`, { ...options, token, locale: this.locale() }, followServerClock);
  }
}

function query(values: Record<string, string | number | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
