import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit log, which nobody can change afterwards; whispers; since when a conversation is with people. */
export class Supervision1763769600004 implements MigrationInterface {
  readonly name = 'Supervision1763769600004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "note" DROP COLUMN IF EXISTS "whisper"');
    await runner.query('ALTER TABLE "conversation" DROP COLUMN IF EXISTS "handed_off_at"');
    await runner.query('DROP TABLE IF EXISTS "audit_entry"');
    await runner.query('DROP FUNCTION IF EXISTS audit_entry_stays()');
  }
}

const UP = [
  `ALTER TABLE "conversation" ADD "handed_off_at" TIMESTAMP WITH TIME ZONE`,
  `ALTER TABLE "note" ADD "whisper" boolean NOT NULL DEFAULT false`,
  `CREATE TABLE "audit_entry" (
    "id" uuid NOT NULL,
    "at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "actor_id" uuid,
    "actor_name" text NOT NULL,
    "action" text NOT NULL,
    "subject_type" text NOT NULL,
    "subject_id" text NOT NULL,
    "details" jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT "PK_58a130a4b9da189f46ba2a01801" PRIMARY KEY ("id")
  )`,
  `CREATE INDEX "audit_entry_by_actor" ON "audit_entry"  ("actor_id", "id")`,
  `CREATE INDEX "audit_entry_by_action" ON "audit_entry"  ("action", "id")`,
  `CREATE INDEX "audit_entry_by_subject" ON "audit_entry"  ("subject_id", "id")`,
  `CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
   END $$`,
  `CREATE TRIGGER audit_entry_row_stays BEFORE UPDATE OR DELETE ON "audit_entry"
   FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()`,
  `CREATE TRIGGER audit_entry_table_stays BEFORE TRUNCATE ON "audit_entry"
   FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()`,
];
