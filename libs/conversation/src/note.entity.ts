import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A word among agents. Has a numbering of its own, so that what the shopper sees stays gap-free. */
@Entity('note')
@Index('note_id_unique', ['id'], { unique: true })
export class Note {
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  conversationId!: string;

  @PrimaryColumn('int', { name: 'note_seq' })
  noteSeq!: number;

  @Column('uuid')
  id!: string;

  /** The last message when the note was written: where it stands in the history. */
  @Column('int', { name: 'after_seq' })
  afterSeq!: number;

  @Column('uuid', { name: 'author_id' })
  authorId!: string;

  @Column('text', { name: 'author_name' })
  authorName!: string;

  @Column('text')
  text!: string;

  /** Said by a supervisor into the ear of the agent who has the conversation. */
  @Column('boolean', { default: false })
  whisper!: boolean;

  /** Colleagues it calls, by the names they had then. */
  @Column('jsonb', { nullable: true })
  mentions!: { id: string; name: string }[] | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
