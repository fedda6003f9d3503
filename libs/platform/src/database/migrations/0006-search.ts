import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Search over conversations (what stands already is indexed in the background after the start), and agents named in notes. */
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
  `ALTER TABLE "note" ADD "mentions" jsonb`,
  `CREATE TABLE "note_mention" (
    "agent_id" uuid NOT NULL,
    "conversation_id" uuid NOT NULL,
    "note_seq" integer NOT NULL,
    "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "seen_at" TIMESTAMP WITH TIME ZONE,
    CONSTRAINT "PK_note_mention" PRIMARY KEY ("agent_id", "conversation_id", "note_seq")
  )`,
  `CREATE INDEX "note_mention_unseen" ON "note_mention" ("agent_id") WHERE seen_at IS NULL`,
];

const DOWN = [
  `DROP TABLE IF EXISTS "note_mention"`,
  `ALTER TABLE "note" DROP COLUMN IF EXISTS "mentions"`,
  `DROP INDEX IF EXISTS "shopper_phone_tail"`,
  `DROP TABLE IF EXISTS "message_search"`,
];
