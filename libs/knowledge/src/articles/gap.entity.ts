import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A question to which nothing was found, counted: what the next article should be about. */
@Entity('knowledge_gap')
@Unique('knowledge_gap_normalised', ['locale', 'normalised'])
@Index('knowledge_gap_last_seen', ['lastSeenAt'])
export class KnowledgeGap {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  locale!: string;

  /** As first asked. */
  @Column('text')
  question!: string;

  @Column('text')
  normalised!: string;

  @Column('int', { default: 1 })
  count!: number;

  @Column('timestamptz', { name: 'first_seen_at', default: () => 'now()' })
  firstSeenAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at', default: () => 'now()' })
  lastSeenAt!: Date;
}
