import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much an article is asked for at an hour of the day: a count in which each answer weighs less as time goes by. No shopper's words. */
@Entity('question_demand')
export class QuestionDemand {
  /** The article's stable name, so that a new edition keeps its demand. */
  @PrimaryColumn('text', { name: 'article_key' })
  articleKey!: string;

  /** The shopper's language. */
  @PrimaryColumn('text')
  locale!: string;

  /** 0 to 23, UTC: the same hour for the shop on every day. */
  @PrimaryColumn('smallint')
  hour!: number;

  /** As it was at `updatedAt`; since then it has been halved every half-life. */
  @Column('double precision')
  weight!: number;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
