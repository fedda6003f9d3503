import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Whether an answer of the assistant helped. One opinion each; a second one replaces the first. */
@Entity('answer_feedback')
@Index('answer_feedback_conversation', ['conversationId'])
export class AnswerFeedback {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId!: string;

  @Column('boolean')
  helpful!: boolean;

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
