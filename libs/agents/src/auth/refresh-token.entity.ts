import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One refresh token of a sign-in. Each is good for one use, and the use makes the next. A token that comes a second time has been
 * copied, and ends the sign-in.
 */
@Entity('agent_refresh_token')
@Index('agent_refresh_token_hash', ['tokenHash'], { unique: true })
@Index('agent_refresh_token_sign_in', ['signInId'])
@Index('agent_refresh_token_expires', ['expiresAt'])
export class AgentRefreshToken {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'sign_in_id' })
  signInId!: string;

  /** SHA-256, hex: the token itself is nowhere. */
  @Column('text', { name: 'token_hash' })
  tokenHash!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;
}
