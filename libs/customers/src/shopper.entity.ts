import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Locale } from '#kernel';

/** Somebody who has written to us. Anonymous until the shop's own page says who it is. */
@Entity('shopper')
@Index('shopper_phone_tail', { synchronize: false })
@Index('shopper_member_unique', ['memberId'], { unique: true, where: 'member_id IS NOT NULL' })
export class Shopper {
  @PrimaryColumn('uuid')
  id!: string;

  /** The shop's own id of the member (`sub` of the identity token). */
  @Column('text', { name: 'member_id', nullable: true })
  memberId!: string | null;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  tier!: string | null;

  @Column('text', { array: true, default: () => `'{}'` })
  tags!: string[];

  @Column('text')
  locale!: Locale;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
