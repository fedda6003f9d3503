import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Search over conversations. What stands already is indexed in the background after the start. */
export class Search1763769600006 implements MigrationInterface {
  readonly name = 'Search1763769600006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE "message_search" (
    "conversation_id" uuid NOT NULL,
    "seq" integer NOT NULL,
    "terms" tsvector NOT NULL,
    CONSTRAINT "PK_message_search" PRIMARY KEY ("conversation_id", "seq")
  )`,
  `CREATE INDEX "message_search_terms" ON "message_search" USING gin ("terms") WITH (gin_pending_list_limit = 512)`,
  `CREATE INDEX "shopper_phone_tail" ON "shopper" (reverse(regexp_replace(phone, '\\D', '', 'g')) text_pattern_ops) WHERE phone IS NOT NULL`,
];

const DOWN = [`DROP INDEX IF EXISTS "shopper_phone_tail"`, `DROP TABLE IF EXISTS "message_search"`];
