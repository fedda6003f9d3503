import type {
  CaseFile,
  UploadedAttachment,
  Channel,
  ConversationStatus,
  Locale,
  Mention,
  MoodLabel,
  Severity,
  Board,
  WireAgent,
  WireAuditEntry,
  WireCannedReply,
  WireConversationItem,
} from '#kernel';
import type { Session } from '../session/session.js';
import { followServerClock } from '../lib/server-time.js';
import { call, CallError, type CallOptions } from './client.js';
import { fetchFile, sendFile } from './files.js';

export interface Store {
  id: string;
  name: Partial<Record<Locale, string>>;
}

/** What a list of conversations is asked for; all of it must hold. */
export interface ConversationFilter {
  q?: string;
  /** `open`: all that have not ended. */
  status?: ConversationStatus | 'open';
  severity?: Severity;
  mood?: MoodLabel;
  channel?: Channel;
  store?: string;
  breach?: string;
  agentId?: string;
  shopperId?: string;
  /** Begun then or later. */
  begunSince?: string;
  handedOff?: 'true' | 'false';
  rated?: 'true';
}

/** What the audit log is asked for; all of it must hold. */
export interface AuditFilter {
  actor?: string;
  action?: string;
  subject?: string;
}

export interface AuditPage {
  entries: WireAuditEntry[];
  nextCursor?: string;
}

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
    filter: ConversationFilter & { limit: number; cursor?: string },
    signal?: AbortSignal,
  ): Promise<ConversationPage> {
    return this.ask(`/conversations${query({ ...filter })}`, { signal });
  }

  /** `messages`: only so many of the last ones; all without it. */
  caseFile(id: string, only: { messages?: number } = {}, signal?: AbortSignal): Promise<CaseFile> {
    return this.ask(`/conversations/${encodeURIComponent(id)}${query(only)}`, { signal });
  }

  /** Who left the queue unanswered was called back. */
  closeFollowUp(id: string): Promise<void> {
    return this.ask(`/conversations/${encodeURIComponent(id)}/follow-up/close`, { method: 'POST' });
  }

  board(signal?: AbortSignal): Promise<Board> {
    return this.ask('/board', { signal });
  }

  audit(filter: AuditFilter & { limit: number; cursor?: string }, signal?: AbortSignal): Promise<AuditPage> {
    return this.ask(`/audit${query({ ...filter })}`, { signal });
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

  /** Notes that call the signed-in agent, those not seen first. */
  async mentions(signal?: AbortSignal): Promise<Mention[]> {
    return (await this.ask<{ mentions: Mention[] }>('/mentions', { signal })).mentions;
  }

  async mentionsSeen(conversationId: string): Promise<void> {
    await this.ask(`/mentions/${encodeURIComponent(conversationId)}`, { method: 'DELETE' });
  }

  /** Ready replies, shared and one's own, the most used first. */
  async cannedReplies(signal?: AbortSignal): Promise<WireCannedReply[]> {
    return (await this.ask<{ replies: WireCannedReply[] }>('/canned-replies', { signal })).replies;
  }

  async stores(signal?: AbortSignal): Promise<Store[]> {
    return (await this.ask<{ stores: Store[] }>('/stores', { signal })).stores;
  }

  /** Counts that a ready reply was taken. */
  async cannedUsed(id: string): Promise<void> {
    await this.ask(`/canned-replies/${encodeURIComponent(id)}/use`, { method: 'POST' });
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

  /** Uploads a picture or PDF for a message to come. `onProgress`: the share that has left, 0..1. */
  upload(file: File, onProgress: (share: number) => void, signal?: AbortSignal): Promise<UploadedAttachment> {
    const url = `${this.origin}/api/v1/attachments`;
    return this.signedIn((token) => sendFile(url, file, { token, locale: this.locale(), signal }, onProgress));
  }

  /** The bytes of an attachment; `thumb`: of the small picture of it. */
  attachment(id: string, size: 'thumb' | 'full', signal?: AbortSignal): Promise<Blob> {
    const url = `${this.origin}/api/v1/attachments/${encodeURIComponent(id)}${query({ size })}`;
    return this.signedIn((token) => fetchFile(url, { token, locale: this.locale(), signal }));
  }

  /** One JSON call below /api/v1, with a token that lives; for routes that belong to one view only. */
  ask<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.signedIn((token) => this.once<T>(path, options, token));
  }

  /** With a token; with a new one when the server takes the old one for ended. */
  private async signedIn<T>(work: (token: string) => Promise<T>): Promise<T> {
    const token = await this.session.accessToken();
    try {
      return await work(token);
    } catch (error) {
      if (!(error instanceof CallError) || error.status !== 401) throw error;
      return work(await this.session.accessToken(token));
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
