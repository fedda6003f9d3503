import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The two tables of passages: `knowledge_passage` and `knowledge_passage_b`. */
export type Slot = 'a' | 'b';

/** One row: which set of passages serves, and how far the next one is. Changing `slot` is the whole switch. */
@Entity('knowledge_index')
@Check('knowledge_index_one', 'id = 1')
@Check('knowledge_index_slot', `slot IN ('a', 'b')`)
export class KnowledgeIndex {
  @PrimaryColumn('smallint')
  id!: number;

  @Column('text', { default: 'a' })
  slot!: Slot;

  /** Embedder and version of the text features of the set that serves; empty on an empty base. */
  @Column('text', { name: 'index_id', default: '' })
  indexId!: string;

  /** Of the set that is being made in the other slot; null when none is. */
  @Column('text', { name: 'next_index_id', nullable: true })
  nextIndexId!: string | null;

  @Column('int', { name: 'next_total', default: 0 })
  nextTotal!: number;

  @Column('int', { name: 'next_done', default: 0 })
  nextDone!: number;

  @Column('timestamptz', { name: 'next_since', nullable: true })
  nextSince!: Date | null;

  /** Since the last switch, until the former set has been emptied. */
  @Column('timestamptz', { name: 'switched_at', nullable: true })
  switchedAt!: Date | null;
}

/** The file of a built-in embedder, in parts: the next release has another one, and questions must still find what this one indexed. */
@Entity('knowledge_embedder')
export class KnowledgeEmbedder {
  @PrimaryColumn('text')
  id!: string;

  @PrimaryColumn('smallint')
  part!: number;

  @Column('bytea')
  bytes!: Buffer;
}
