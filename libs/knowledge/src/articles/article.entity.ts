import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

export const ARTICLE_STATUSES = ['draft', 'published', 'archived'] as const;
export type ArticleStatus = (typeof ARTICLE_STATUSES)[number];

/** One article in one language as it stands now. Its passages exist only while it is published. */
@Entity('knowledge_article')
@Unique('knowledge_article_key_locale', ['key', 'locale'])
@Index('knowledge_article_search', { synchronize: false })
export class KnowledgeArticle {
  @PrimaryColumn('uuid')
  id!: string;

  /** The stable name, the same in every language: what files and evaluation sets call it. */
  @Column('text')
  key!: string;

  @Column('text')
  locale!: string;

  @Column('text')
  title!: string;

  /** Other wordings of the title. */
  @Column('text', { array: true, default: '{}' })
  questions!: string[];

  /** Markdown; embedded HTML has been sanitised. */
  @Column('text')
  body!: string;

  /** The body as plain text: what shoppers are shown. */
  @Column('text')
  text!: string;

  @Column('text', { array: true, default: '{}' })
  tags!: string[];

  /** Ids of the stores it holds for; empty means all. */
  @Column('text', { array: true, default: '{}' })
  stores!: string[];

  /** First and last day on which it holds, in the shop's time zone; null means unlimited. */
  @Column('date', { name: 'valid_from', nullable: true })
  validFrom!: string | null;

  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('text', { nullable: true })
  owner!: string | null;

  /** Where the facts come from, e.g. a chapter of the service handbook. */
  @Column('text', { nullable: true })
  source!: string | null;

  @Column('text', { nullable: true })
  url!: string | null;

  /** The file it was imported from, relative to its folder; null for an article written in the console. */
  @Column('text', { nullable: true })
  file!: string | null;

  /** SHA-256 over all that is edited: equal means nothing to do. */
  @Column('text', { name: 'content_hash' })
  contentHash!: string;

  @Column('int', { default: 1 })
  version!: number;

  @Column('text', { default: 'published' })
  status!: ArticleStatus;

  /** Under which embedder and which version of the text features its passages in each of the two sets were made; empty: none there. */
  @Column('text', { name: 'index_id', default: '' })
  indexId!: string;

  @Column('text', { name: 'index_id_b', default: '' })
  indexIdB!: string;

  /** Words and concepts of title, wordings and body, for the lexical half of the search. */
  @Column('tsvector', { nullable: true, select: false })
  search!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Moves with every change: the search notices by its maximum that its figures are out of date. */
  @Index('knowledge_article_updated_at')
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}

/** What an article said in each of its versions: a citation of long ago can still be read. */
@Entity('knowledge_article_version')
export class KnowledgeArticleVersion {
  @PrimaryColumn('uuid', { name: 'article_id' })
  articleId!: string;

  @PrimaryColumn('int')
  version!: number;

  @Column('text')
  title!: string;

  @Column('text', { array: true, default: '{}' })
  questions!: string[];

  @Column('text')
  body!: string;

  @Column('text', { name: 'content_hash' })
  contentHash!: string;

  /** The agent who wrote it; null for an import. */
  @Column('uuid', { name: 'written_by', nullable: true })
  writtenBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
