import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Outbox, type Publication, type Tx } from '#platform';
import { ConversationRepository } from './conversation.repository.js';
import { toWireMessage, type ConversationRecord, type MessageRow } from './records.js';

export type NewMessage = Pick<MessageRow, 'authorKind' | 'text'> & Partial<Omit<MessageRow, 'conversationId' | 'seq'>>;

const PREVIEW = 120;

/** The first words of a message for lists, on one line. */
export function preview(text: string): string {
  return text
    .slice(0, PREVIEW * 2)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, PREVIEW);
}

/** Stores a message under a number that its caller has taken, and owes its delivery. */
@Injectable()
export class MessageAppender {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly outbox: Outbox,
  ) {}

  /**
   * `conversation` is the row after the number was taken: its `lastSeq` is this message's.
   *
   * @param alsoOwed what else is owed because of this message, in the same statement
   */
  async append(
    tx: Tx,
    conversation: ConversationRecord,
    message: NewMessage,
    at: Date,
    alsoOwed: readonly Publication[] = [],
  ): Promise<MessageRow> {
    const row: MessageRow = {
      id: newId(),
      authorId: null,
      authorName: null,
      clientId: null,
      channel: null,
      externalId: null,
      attachments: null,
      citations: null,
      answersFrom: null,
      answersTo: null,
      outcome: null,
      suggestions: null,
      helpful: null,
      notice: null,
      context: null,
      createdAt: at,
      ...message,
      conversationId: conversation.id,
      seq: conversation.lastSeq,
    };
    await this.conversations.insertMessage(tx, row);
    await this.outbox.publishAll(tx, [
      {
        event: 'message.appended',
        payload: {
          message: toWireMessage(row),
          shopperId: conversation.shopperId,
          status: conversation.status,
          ...(conversation.agentId ? { agentId: conversation.agentId } : {}),
        },
        key: conversation.id,
      },
      ...(conversation.channel === 'web' || row.authorKind === 'shopper'
        ? []
        : [{ event: 'outbound.message' as const, payload: { conversationId: conversation.id }, key: conversation.id }]),
      ...alsoOwed,
    ]);
    return row;
  }
}
