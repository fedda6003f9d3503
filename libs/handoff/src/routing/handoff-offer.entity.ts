import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type OfferState = 'pending' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

/**
 * A waiting conversation put before an agent for a while. At most one offer of a conversation is open at a time, and an open offer
 * holds one of its agent's places: both are what keeps two processes from promising the same thing twice.
 */
@Entity('handoff_offer')
@Check('handoff_offer_state', `state IN ('pending', 'accepted', 'declined', 'expired', 'withdrawn')`)
@Index('handoff_offer_one_pending', ['conversationId'], { unique: true, where: `state = 'pending'` })
@Index('handoff_offer_agent_pending', ['agentId'], { where: `state = 'pending'` })
@Index('handoff_offer_conversation', ['conversationId', 'ownershipVersion'])
export class HandoffOffer {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId!: string;

  /** The version at which it waited: an offer of an older one is void. */
  @Column('int', { name: 'ownership_version' })
  ownershipVersion!: number;

  @Column('uuid', { name: 'agent_id' })
  agentId!: string;

  @Column('text', { default: 'pending' })
  state!: OfferState;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;
}
