import { Injectable } from '@nestjs/common';
import {
  AppError,
  Clock,
  isId,
  newId,
  type Channel,
  type WireConversationItem,
  type WireMessage,
  type WireNote,
} from '#kernel';
import { Database, Outbox, TransactionRunner, violatedConstraint, type Tx } from '#platform';
import { MessageAppender, preview } from './append.js';
import { ConversationListRepository, type ConversationFilter } from './conversation-list.repository.js';
import { ConversationRepository } from './conversation.repository.js';
import { cleanText } from './inbox.js';
import { Ownership, type HandOff, type TransitionOptions } from './ownership.js';
import { Mentions } from './mentions.js';
import { SearchIndex } from './search/search-index.js';
import {
  toWireItem,
  toWireMessage,
  toWireNote,
  type ActingAgent,
  type ConversationRecord,
  type Enclosed,
} from './records.js';

const QUEUE_LIMIT = 500;

export interface NewNote {
  conversationId: string;
  agent: { id: string; name: string };
  text: string;
  /** For the ear of the agent who has the conversation. */
  whisper?: boolean;
  /** Colleagues to call: each gets a notice and may read the conversation. */
  mentions?: readonly { id: string; name: string }[];
}

/** Reads of conversations, what agents do in them, and the changes of owner. */
@Injectable()
export class ConversationService {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly conversations: ConversationRepository,
    private readonly lists: ConversationListRepository,
    private readonly search: SearchIndex,
    private readonly mentions: Mentions,
    private readonly appender: MessageAppender,
    private readonly ownership: Ownership,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws CONVERSATION_NOT_FOUND, also for what is no id. */
  async get(id: string, tx: Tx = this.db.manager): Promise<ConversationRecord> {
    const found = isId(id) ? await this.conversations.find(tx, id) : undefined;
    if (!found) throw new AppError('CONVERSATION_NOT_FOUND');
    return found;
  }

  async item(id: string): Promise<WireConversationItem> {
    return toWireItem(await this.get(id));
  }

  /** The shopper's open conversation, else the latest one. */
  latestOf(shopperId: string): Promise<ConversationRecord | undefined> {
    return this.conversations.latestOf(this.db.manager, shopperId);
  }

  ofShopper(shopperId: string, limit = 20): Promise<ConversationRecord[]> {
    return this.conversations.ofShopper(this.db.manager, shopperId, limit);
  }

  /** Messages after `afterSeq` in order of seq, at most `limit`. */
  async messages(id: string, afterSeq: number, limit: number): Promise<{ messages: WireMessage[]; hasMore: boolean }> {
    const rows = await this.conversations.messages(this.db.manager, id, afterSeq, limit + 1);
    return { messages: rows.slice(0, limit).map(toWireMessage), hasMore: rows.length > limit };
  }

  /** A message of the bot's. Throws MESSAGE_NOT_FOUND, also for what is no id and for what somebody else has said. */
  async botMessage(id: string): Promise<WireMessage> {
    const found = isId(id) ? await this.conversations.findMessage(this.db.manager, id) : undefined;
    if (found?.authorKind !== 'bot') throw new AppError('MESSAGE_NOT_FOUND');
    return toWireMessage(found);
  }

  /** Keeps on a bot's message what the shopper said of it. */
  markHelpful(tx: Tx, messageId: string, helpful: boolean): Promise<void> {
    return this.conversations.markHelpful(tx, messageId, helpful);
  }

  /** The last `limit` messages, in order. */
  async lastMessages(
    conversation: ConversationRecord,
    limit: number,
  ): Promise<{ messages: WireMessage[]; hasMore: boolean }> {
    const afterSeq = Math.max(0, conversation.lastSeq - limit);
    const { messages } = await this.messages(conversation.id, afterSeq, limit);
    return { messages, hasMore: afterSeq > 0 };
  }

  async notes(id: string): Promise<WireNote[]> {
    return (await this.conversations.notes(this.db.manager, id)).map(toWireNote);
  }

  /** Latest change first. Throws CURSOR_INVALID. */
  async list(
    filter: ConversationFilter & { limit: number; cursor?: string },
  ): Promise<{ conversations: WireConversationItem[]; nextCursor?: string }> {
    const { limit, cursor, ...wanted } = filter;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.lists.list(this.db.manager, wanted, { limit: limit + 1, after });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      conversations: page.map(toWireItem),
      ...(rows.length > limit && last ? { nextCursor: encodeCursor(last) } : {}),
    };
  }

  /** In the order in which they will be served. */
  async queue(): Promise<WireConversationItem[]> {
    return (await this.conversations.queue(this.db.manager, QUEUE_LIMIT)).map(toWireItem);
  }

  queueRecords(): Promise<ConversationRecord[]> {
    return this.conversations.queue(this.db.manager, QUEUE_LIMIT);
  }

  assignedTo(agentId: string): Promise<ConversationRecord[]> {
    return this.conversations.assignedTo(this.db.manager, agentId);
  }

  /** How many conversations each agent has, by agent id; who has none is missing. */
  openCounts(tx: Tx, agentIds: string[]): Promise<Map<string, number>> {
    return this.conversations.openCounts(tx, agentIds);
  }

  /** Stores an agent's message; the same `clientId` again gives the stored one. Only the owner may: NOT_OWNER. */
  async appendAgentMessage(input: {
    conversationId: string;
    agent: ActingAgent;
    clientId: string;
    text: string;
    enclosed?: Enclosed;
  }): Promise<WireMessage> {
    const text = cleanText(input.text);
    if (text === '' && !input.enclosed) throw new AppError('TEXT_EMPTY');
    if (!isId(input.conversationId)) throw new AppError('CONVERSATION_NOT_FOUND');
    const externalId = `${input.agent.id}:${input.clientId}`;
    for (let attempt = 1; ; attempt++) {
      const known = await this.conversations.findByExternalId(this.db.manager, 'agent', externalId);
      if (known) {
        if (known.conversationId !== input.conversationId) throw new AppError('CONVERSATION_NOT_FOUND');
        return toWireMessage(known);
      }
      try {
        return await this.transactions.run((tx) => this.storeAgentMessage(tx, { ...input, text }, externalId));
      } catch (error) {
        if (violatedConstraint(error) === undefined || attempt >= 3) throw error;
      }
    }
  }

  /**
   * Stores a note among agents. With `whisper` it is for the owner's ear. `alongside`: further work in the same transaction. Throws
   * TEXT_EMPTY, TEXT_TOO_LONG, CONVERSATION_NOT_FOUND, and NOT_ASSIGNED when nobody is there to hear a whisper.
   */
  async addNote(
    input: NewNote,
    alongside?: (tx: Tx, note: WireNote, owner: string | null) => Promise<void>,
  ): Promise<WireNote> {
    return this.transactions.run(async (tx) => this.storeNote(tx, input, alongside));
  }

  /** As `addNote`, in the caller's transaction. */
  async storeNote(
    tx: Tx,
    input: NewNote,
    alongside?: (tx: Tx, note: WireNote, owner: string | null) => Promise<void>,
  ): Promise<WireNote> {
    const text = cleanText(input.text);
    if (text === '') throw new AppError('TEXT_EMPTY');
    if (!isId(input.conversationId)) throw new AppError('CONVERSATION_NOT_FOUND');
    const place = await this.conversations.nextNote(tx, input.conversationId);
    if (!place) throw new AppError('CONVERSATION_NOT_FOUND');
    if (input.whisper && place.agentId === null) throw new AppError('NOT_ASSIGNED');
    const row = {
      id: newId(),
      conversationId: input.conversationId,
      noteSeq: place.noteSeq,
      afterSeq: place.lastSeq,
      authorId: input.agent.id,
      authorName: input.agent.name,
      text,
      whisper: input.whisper ?? false,
      mentions: input.mentions && input.mentions.length > 0 ? [...input.mentions] : null,
      createdAt: this.clock.now(),
    };
    await this.conversations.insertNote(tx, row);
    const note = toWireNote(row);
    await this.outbox.publish(tx, 'note.appended', { note }, { key: input.conversationId });
    if (note.mentions) await this.mentions.call(tx, note, note.mentions);
    await alongside?.(tx, note, place.agentId);
    return note;
  }

  /** Carries the shopper's open conversation over to another channel, with its place in the queue. Undefined: none is open. */
  async carryOver(tx: Tx, shopperId: string, channel: Channel): Promise<ConversationRecord | undefined> {
    const open = await this.conversations.lockLatest(tx, shopperId);
    if (!open || open.status === 'resolved') return undefined;
    await this.outbox.publish(tx, 'conversation.moved', { conversationId: open.id }, { key: open.id });
    return this.conversations.update(tx, open.id, { channel, updatedAt: this.clock.now() });
  }

  /** Gives conversations that have ended to the shopper whom their own has turned out to be: one timeline. */
  give(tx: Tx, from: string, to: string): Promise<void> {
    return this.conversations.give(tx, from, to);
  }

  /** Puts name and tier of a shopper who has become known onto the open conversation. */
  async rename(tx: Tx, shopperId: string, name: string | null, tier: string | null): Promise<void> {
    const open = await this.conversations.lockLatest(tx, shopperId);
    if (!open || open.status === 'resolved') return;
    await this.conversations.update(tx, open.id, { shopperName: name, shopperTier: tier });
    if (name !== open.shopperName) await this.search.name(tx, open.id, name);
  }

  handOff(request: HandOff, options?: TransitionOptions): Promise<ConversationRecord | undefined> {
    return this.ownership.handOff(request, options);
  }

  async accept(
    id: string,
    agent: { id: string; name: string },
    options?: TransitionOptions,
  ): Promise<{ conversation: ConversationRecord; repeated: boolean }> {
    return this.ownership.accept(known(id), agent, options);
  }

  async transfer(
    id: string,
    by: ActingAgent,
    to: { agentId?: string; skill?: string },
    options?: TransitionOptions,
  ): Promise<ConversationRecord> {
    return this.ownership.transfer(known(id), by, to, options);
  }

  async agentLost(id: string, agentId: string, options?: TransitionOptions): Promise<ConversationRecord> {
    return this.ownership.agentLost(known(id), agentId, options);
  }

  async returnToBot(id: string, by: ActingAgent, options?: TransitionOptions): Promise<ConversationRecord> {
    return this.ownership.returnToBot(known(id), by, options);
  }

  async withdraw(id: string, options?: TransitionOptions): Promise<ConversationRecord> {
    return this.ownership.withdraw(known(id), options);
  }

  async resolveByAgent(
    id: string,
    by: ActingAgent,
    outcome?: string,
    options?: TransitionOptions,
  ): Promise<ConversationRecord> {
    return this.ownership.resolveByAgent(known(id), by, outcome, options);
  }

  async resolveByBot(id: string, why: 'idle' | 'farewell'): Promise<ConversationRecord> {
    return this.ownership.resolveByBot(known(id), why);
  }

  private async storeAgentMessage(
    tx: Tx,
    input: { conversationId: string; agent: ActingAgent; clientId: string; text: string; enclosed?: Enclosed },
    externalId: string,
  ): Promise<WireMessage> {
    const current = await this.conversations.lock(tx, input.conversationId);
    if (!current) throw new AppError('CONVERSATION_NOT_FOUND');
    if (current.status !== 'assigned' || current.agentId !== input.agent.id) throw new AppError('NOT_OWNER');
    const at = this.clock.now();
    const conversation = await this.conversations.update(tx, current.id, {
      lastSeq: current.lastSeq + 1,
      answeredSeq: current.lastShopperSeq,
      firstReplyAt: current.firstReplyAt ?? at,
      waitingSince: null,
      lastText: preview(input.text),
      lastAuthor: 'agent',
      lastActivityAt: at,
      updatedAt: at,
    });
    const row = await this.appender.append(
      tx,
      conversation,
      {
        authorKind: 'agent',
        authorId: input.agent.id,
        authorName: input.agent.name,
        text: input.text,
        clientId: input.clientId,
        channel: 'agent',
        externalId,
        attachments: input.enclosed?.attachments ?? null,
      },
      at,
    );
    await input.enclosed?.bind(tx, {
      messageId: row.id,
      conversationId: conversation.id,
      shopperId: conversation.shopperId,
    });
    return toWireMessage(row);
  }
}

function known(id: string): string {
  if (!isId(id)) throw new AppError('CONVERSATION_NOT_FOUND');
  return id;
}

function encodeCursor(c: ConversationRecord): string {
  return Buffer.from(JSON.stringify([c.updatedAt.toISOString(), c.id])).toString('base64url');
}

function decodeCursor(cursor: string): { updatedAt: Date; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    // The form we gave out; it also keeps out times that a Date knows and the database does not.
    if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at)) throw new AppError('CURSOR_INVALID');
    const updatedAt = new Date(at);
    if (!isId(id) || Number.isNaN(updatedAt.getTime())) throw new AppError('CURSOR_INVALID');
    return { updatedAt, id };
  } catch {
    throw new AppError('CURSOR_INVALID');
  }
}
