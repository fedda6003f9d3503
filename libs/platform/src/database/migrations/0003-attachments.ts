import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pictures and PDFs: what is known of each, and its bytes in pieces. */
export class Attachments1763769600003 implements MigrationInterface {
  readonly name = 'Attachments1763769600003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "attachment" (
      "id" uuid NOT NULL,
      "uploader_kind" text NOT NULL,
      "uploader_id" uuid NOT NULL,
      "shopper_id" uuid,
      "conversation_id" uuid,
      "message_id" uuid,
      "state" text NOT NULL,
      "kind" text NOT NULL,
      "type" text NOT NULL,
      "name" text NOT NULL,
      "size" integer NOT NULL,
      "width" integer,
      "height" integer,
      "thumb_size" integer,
      "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
      CONSTRAINT "attachment_state" CHECK (state IN ('storing', 'ready', 'removed')),
      CONSTRAINT "attachment_sent" CHECK ((message_id IS NULL) = (conversation_id IS NULL)),
      CONSTRAINT "PK_d2a80c3a8d467f08a750ac4b420" PRIMARY KEY ("id")
    )`);
    await runner.query(`CREATE INDEX "attachment_unsent" ON "attachment"  ("created_at") WHERE message_id IS NULL`);
    await runner.query(`CREATE INDEX "attachment_by_shopper" ON "attachment"  ("shopper_id")`);
    await runner.query(`CREATE TABLE "attachment_blob" (
      "attachment_id" uuid NOT NULL,
      "variant" text NOT NULL,
      "part" smallint NOT NULL,
      "bytes" bytea NOT NULL,
      CONSTRAINT "PK_61616e12c38cf81e7f0c6230987" PRIMARY KEY ("attachment_id", "variant", "part")
    )`);
    // The bytes are compressed already; trying it once more costs time and gains nothing.
    await runner.query(`ALTER TABLE "attachment_blob" ALTER COLUMN "bytes" SET STORAGE EXTERNAL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE IF EXISTS "attachment_blob"`);
    await runner.query(`DROP TABLE IF EXISTS "attachment"`);
  }
}
