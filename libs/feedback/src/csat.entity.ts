import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** How satisfied the shopper was with a conversation, 1..5. One answer each; a second one replaces the first. */
@Entity('csat_response')
@Check('csat_score', 'score BETWEEN 1 AND 5')
export class CsatResponse {
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  conversationId!: string;

  @Column('smallint')
  score!: number;

  @Column('text', { nullable: true })
  comment!: string | null;

  /** Who served at the end: an agent, or null for the bot. */
  @Column('uuid', { name: 'agent_id', nullable: true })
  agentId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
