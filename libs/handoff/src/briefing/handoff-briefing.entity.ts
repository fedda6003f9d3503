import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Locale } from '#kernel';

/** What a model has written of a case that was handed over: it replaces the summary and the reply which the rules suggest. */
@Entity('handoff_briefing')
export class HandoffBriefing {
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  conversationId!: string;

  /** Of which handing over; a later one is written anew. */
  @Column('int', { name: 'ownership_version' })
  ownershipVersion!: number;

  @Column('text')
  locale!: Locale;

  @Column('text')
  summary!: string;

  @Column('text', { name: 'suggested_reply' })
  suggestedReply!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
