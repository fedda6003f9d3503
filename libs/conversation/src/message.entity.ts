import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AnswerOutcome, AuthorKind, Citation, NoticeKind, PageContext, Suggestion, WireAttachment } from '#kernel';

/** What was said, numbered per conversation without a gap, and never changed. */
@Entity('message')
@Index('message_id_unique', ['id'], { unique: true })
@Index('message_external_unique', ['channel', 'externalId'], { unique: true, where: 'external_id IS NOT NULL' })
@Check(
  'message_answers',
  `(answers_from IS NULL) = (answers_to IS NULL) AND (answers_from IS NULL OR author_kind = 'bot')`,
)
export class Message {
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  conversationId!: string;

  @PrimaryColumn('int')
  seq!: number;

  @Column('uuid')
  id!: string;

  @Column('text', { name: 'author_kind' })
  authorKind!: AuthorKind;

  @Column('text', { name: 'author_id', nullable: true })
  authorId!: string | null;

  @Column('text', { name: 'author_name', nullable: true })
  authorName!: string | null;

  @Column('text')
  text!: string;

  @Column('uuid', { name: 'client_id', nullable: true })
  clientId!: string | null;

  /** Where the id below comes from: web, wechat, agent. */
  @Column('text', { nullable: true })
  channel!: string | null;

  /** The sender's own id of the message; a second arrival is the same message. */
  @Column('text', { name: 'external_id', nullable: true })
  externalId!: string | null;

  @Column('jsonb', { nullable: true })
  attachments!: WireAttachment[] | null;

  @Column('jsonb', { nullable: true })
  citations!: Citation[] | null;

  @Column('int', { name: 'answers_from', nullable: true })
  answersFrom!: number | null;

  @Column('int', { name: 'answers_to', nullable: true })
  answersTo!: number | null;

  @Column('text', { nullable: true })
  outcome!: AnswerOutcome | null;

  @Column('jsonb', { nullable: true })
  suggestions!: Suggestion[] | null;

  /** What the shopper said of a bot's answer: the one thing about a message that is known only later. */
  @Column('boolean', { nullable: true })
  helpful!: boolean | null;

  @Column('text', { nullable: true })
  notice!: NoticeKind | null;

  @Column('jsonb', { nullable: true })
  context!: PageContext | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
