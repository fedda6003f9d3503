import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * By what messages are found; beside them, so that reading a history stays cheap and forgetting is one deletion. `seq` 0 stands for the
 * conversation itself: the shopper's name.
 */
@Entity('message_search')
@Index('message_search_terms', { synchronize: false })
export class MessageSearch {
  @PrimaryColumn('uuid', { name: 'conversation_id', primaryKeyConstraintName: 'PK_message_search' })
  conversationId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'PK_message_search' })
  seq!: number;

  @Column('tsvector', { select: false })
  terms!: string;
}
