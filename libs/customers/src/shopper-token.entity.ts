import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a browser holds to come back as the same shopper. Kept as a hash; worth nothing after 90 days without use. */
@Entity('shopper_token')
@Index('shopper_token_by_shopper', ['shopperId'])
export class ShopperToken {
  /** SHA-256 of the token, hex. */
  @PrimaryColumn('text', { name: 'token_hash' })
  tokenHash!: string;

  @Column('uuid', { name: 'shopper_id' })
  shopperId!: string;

  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt!: Date;
}
