import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type PassageKind = 'title' | 'question' | 'body';

/**
 * A piece of a published article that can be found by itself: its title, one other wording, or a sentence or two of its body.
 * `embedding` has no fixed dimension, since embedders differ; an HNSW index exists for each usual dimension and language.
 */
abstract class Passage {
  @PrimaryColumn('uuid', { name: 'article_id' })
  articleId!: string;

  @PrimaryColumn('int')
  ordinal!: number;

  @Column('text')
  kind!: PassageKind;

  @Column('text')
  locale!: string;

  @Column('text')
  text!: string;

  /** Content words and concepts of the text, blank-separated: worked out once at import, compared at every question. */
  @Column('text')
  words!: string;

  @Column('text')
  concepts!: string;

  @Column('int')
  dimensions!: number;

  @Column('vector', { select: false })
  embedding!: string;

  /** Of the vector: equal vectors have equal ones. Null for passages from before there were any. */
  @Column('uuid', { nullable: true })
  digest!: string | null;

  /** The same vector stands in the set already, so it is not in the vector index again. */
  @Column('boolean', { default: false })
  repeated!: boolean;
}

/** One of the two sets of passages. Which one serves, `knowledge_index` says. */
@Entity('knowledge_passage')
@Index('knowledge_passage_hnsw', { synchronize: false })
@Index('knowledge_passage_once', ['locale', 'digest'], { unique: true, where: 'NOT repeated' })
@Index('knowledge_passage_repeated', ['locale', 'digest'], { where: 'repeated' })
export class KnowledgePassage extends Passage {}

/** The other one. */
@Entity('knowledge_passage_b')
@Index('knowledge_passage_b_hnsw', { synchronize: false })
@Index('knowledge_passage_b_once', ['locale', 'digest'], { unique: true, where: 'NOT repeated' })
@Index('knowledge_passage_b_repeated', ['locale', 'digest'], { where: 'repeated' })
export class KnowledgePassageB extends Passage {}
