import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { WireAttachment } from '#kernel';
import type { Uploader } from './parties.js';

/** What is known of a picture or PDF that somebody has uploaded. Its bytes lie in an AttachmentStore. */
@Entity('attachment')
@Index('attachment_unsent', ['createdAt'], { where: 'message_id IS NULL' })
@Index('attachment_by_shopper', ['shopperId'])
@Check('attachment_state', `state IN ('storing', 'ready', 'removed')`)
@Check('attachment_sent', `(message_id IS NULL) = (conversation_id IS NULL)`)
export class Attachment {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'uploader_kind' })
  uploaderKind!: Uploader['kind'];

  @Column('uuid', { name: 'uploader_id' })
  uploaderId!: string;

  /** In whose conversation it stands, and with whom it is erased; an agent's has none until it is sent. */
  @Column('uuid', { name: 'shopper_id', nullable: true })
  shopperId!: string | null;

  @Column('uuid', { name: 'conversation_id', nullable: true })
  conversationId!: string | null;

  /** The one message it was sent with. */
  @Column('uuid', { name: 'message_id', nullable: true })
  messageId!: string | null;

  /** `storing`: not all bytes are there yet; `removed`: its bytes are being taken away. Only `ready` ones exist for anybody. */
  @Column('text')
  state!: 'storing' | 'ready' | 'removed';

  @Column('text')
  kind!: WireAttachment['kind'];

  @Column('text')
  type!: string;

  @Column('text')
  name!: string;

  @Column('int')
  size!: number;

  @Column('int', { nullable: true })
  width!: number | null;

  @Column('int', { nullable: true })
  height!: number | null;

  /** Bytes of the small picture; null: there is none. */
  @Column('int', { name: 'thumb_size', nullable: true })
  thumbSize!: number | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
