import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two tables of passages, of which one serves while the other one is filled by another embedder; and the files of such embedders. */
export class KnowledgeSets1763769600009 implements MigrationInterface {
  readonly name = 'KnowledgeSets1763769600009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE "knowledge_index" (
    "id" smallint NOT NULL,
    "slot" text NOT NULL DEFAULT 'a',
    "index_id" text NOT NULL DEFAULT '',
    "next_index_id" text,
    "next_total" integer NOT NULL DEFAULT '0',
    "next_done" integer NOT NULL DEFAULT '0',
    "next_since" TIMESTAMP WITH TIME ZONE,
    "switched_at" TIMESTAMP WITH TIME ZONE,
    CONSTRAINT "knowledge_index_slot" CHECK (slot IN ('a', 'b')),
    CONSTRAINT "knowledge_index_one" CHECK (id = 1),
    CONSTRAINT "PK_knowledge_index" PRIMARY KEY ("id")
  )`,
  // What was indexed so far serves on; most of it was made by one embedder.
  `INSERT INTO "knowledge_index" ("id", "index_id") SELECT 1, coalesce(mode() WITHIN GROUP (ORDER BY index_id), '')
   FROM "knowledge_article" WHERE status = 'published'`,
  `ALTER TABLE "knowledge_article" ADD "index_id_b" text NOT NULL DEFAULT ''`,
  // Its vector indexes are made when it is filled: only those that its embedder needs.
  `CREATE TABLE "knowledge_passage_b" (
    "article_id" uuid NOT NULL,
    "ordinal" integer NOT NULL,
    "kind" text NOT NULL,
    "locale" text NOT NULL,
    "text" text NOT NULL,
    "words" text NOT NULL,
    "concepts" text NOT NULL,
    "dimensions" integer NOT NULL,
    "embedding" vector NOT NULL,
    CONSTRAINT "PK_knowledge_passage_b" PRIMARY KEY ("article_id", "ordinal")
  )`,
  `CREATE TABLE "knowledge_embedder" (
    "id" text NOT NULL,
    "part" smallint NOT NULL,
    "bytes" bytea NOT NULL,
    CONSTRAINT "PK_knowledge_embedder" PRIMARY KEY ("id", "part")
  )`,
  // The bytes can hardly be compressed.
  `ALTER TABLE "knowledge_embedder" ALTER COLUMN "bytes" SET STORAGE EXTERNAL`,
];

const DOWN = [
  `DROP TABLE IF EXISTS "knowledge_embedder"`,
  `DROP TABLE IF EXISTS "knowledge_passage_b"`,
  `ALTER TABLE "knowledge_article" DROP COLUMN IF EXISTS "index_id_b"`,
  `DROP TABLE IF EXISTS "knowledge_index"`,
];
