import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is asked for at which hour, and whether answers helped. */
export class Demand1763769600007 implements MigrationInterface {
  readonly name = 'Demand1763769600007';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE "question_demand" (
    "article_key" text NOT NULL,
    "locale" text NOT NULL,
    "hour" smallint NOT NULL,
    "weight" double precision NOT NULL,
    "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT "PK_question_demand" PRIMARY KEY ("article_key", "locale", "hour")
  )`,
  `CREATE TABLE "answer_feedback" (
    "message_id" uuid NOT NULL,
    "conversation_id" uuid NOT NULL,
    "helpful" boolean NOT NULL,
    "comment" text,
    "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT "PK_answer_feedback" PRIMARY KEY ("message_id")
  )`,
  `CREATE INDEX "answer_feedback_conversation" ON "answer_feedback"  ("conversation_id")`,
  `ALTER TABLE "message" ADD COLUMN "helpful" boolean`,
];

const DOWN = [
  `ALTER TABLE "message" DROP COLUMN IF EXISTS "helpful"`,
  `DROP TABLE IF EXISTS "answer_feedback"`,
  `DROP TABLE IF EXISTS "question_demand"`,
];
