import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { LocalisedText } from '#kernel';

/** A ready reply: everybody's, or one agent's own. A shortcut is unique among what one agent sees of a kind. */
@Entity('canned_reply')
@Index('canned_reply_shared_shortcut', ['shortcut'], { unique: true, where: 'owner_id IS NULL' })
@Index('canned_reply_own_shortcut', ['ownerId', 'shortcut'], { unique: true, where: 'owner_id IS NOT NULL' })
export class CannedReply {
  @PrimaryColumn('uuid')
  id!: string;

  /** Null: shared by everybody. */
  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text')
  shortcut!: string;

  @Column('jsonb')
  title!: LocalisedText;

  @Column('jsonb')
  text!: LocalisedText;

  @Column('text', { nullable: true })
  category!: string | null;

  @Column('int', { default: 0 })
  uses!: number;

  /** Raised by every change, so that two who edit at once do not overwrite each other unseen. */
  @Column('int', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
