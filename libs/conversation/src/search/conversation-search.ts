import { Injectable } from '@nestjs/common';
import type { WireConversationItem, WireSearchHit } from '#kernel';
import { Database } from '#platform';
import type { ConversationFilter } from '../conversation-list.repository.js';
import { ConversationService } from '../conversation.service.js';
import { SearchRepository, type FoundMessage } from './search.repository.js';
import { searchQuery, snippetOf, type SearchTerm } from './terms.js';

const HITS_EACH = 3;

/** A term with the shoppers whom it means by another name than the one in the conversation: a phone number, a member's id. */
export interface WantedTerm {
  term: SearchTerm;
  shopperIds: readonly string[];
}

/** Finds conversations by what was said in them and by who said it. */
@Injectable()
export class ConversationSearch {
  constructor(
    private readonly db: Database,
    private readonly conversations: ConversationService,
    private readonly repository: SearchRepository,
  ) {}

  /**
   * Conversations in which every term is found, latest change first, each with its last messages that hold one of them. Who is found
   * by name alone has no hits. Throws CURSOR_INVALID.
   */
  async search(
    wanted: readonly WantedTerm[],
    filter: Omit<ConversationFilter, 'terms'> & { limit: number; cursor?: string },
  ): Promise<{ conversations: WireConversationItem[]; nextCursor?: string }> {
    const queries = wanted.map(({ term }) => searchQuery(term));
    const page = await this.conversations.list({
      ...filter,
      terms: wanted.map(({ shopperIds }, index) => ({ query: queries[index] ?? '', shopperIds })),
    });
    const ids = page.conversations.map(({ id }) => id);
    const any = queries.map((query) => `(${query})`).join(' | ');
    const found = await this.repository.found(this.db.manager, ids, any, HITS_EACH);
    const terms = wanted.map(({ term }) => term);
    return {
      ...page,
      conversations: page.conversations.map((item) => ({
        ...item,
        hits: found.filter((m) => m.conversationId === item.id).map((message) => toHit(message, terms)),
      })),
    };
  }
}

function toHit(message: FoundMessage, terms: readonly SearchTerm[]): WireSearchHit {
  const { text, marks } = snippetOf(message.text, terms);
  return {
    seq: message.seq,
    author: { kind: message.authorKind, ...(message.authorName ? { name: message.authorName } : {}) },
    text,
    marks,
    createdAt: message.createdAt.toISOString(),
  };
}
