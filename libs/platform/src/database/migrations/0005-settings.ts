import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a desk's people set: themselves, their team, their ready replies, and how the widget looks. */
export class Settings1763769600005 implements MigrationInterface {
  readonly name = 'Settings1763769600005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE "agent"
    ADD "stores" text array NOT NULL DEFAULT '{}',
    ADD "capacity" integer NOT NULL DEFAULT '5',
    ADD "locale" text,
    ADD "colour" text,
    ADD "password_temporary" boolean NOT NULL DEFAULT false,
    ADD "version" integer NOT NULL DEFAULT '1',
    ADD CONSTRAINT "agent_capacity" CHECK (capacity BETWEEN 1 AND 50)`,
  `ALTER TABLE "agent_availability" ADD "stores" text array NOT NULL DEFAULT '{}'`,
  `ALTER TABLE "agent_sign_in"
    ADD "device" text,
    ADD "last_used_at" TIMESTAMP WITH TIME ZONE`,
  `CREATE TABLE "canned_reply" (
    "id" uuid NOT NULL,
    "owner_id" uuid,
    "shortcut" text NOT NULL,
    "title" jsonb NOT NULL,
    "text" jsonb NOT NULL,
    "category" text,
    "uses" integer NOT NULL DEFAULT '0',
    "version" integer NOT NULL DEFAULT '1',
    "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
    CONSTRAINT "PK_41a5b791f1f2aceadc8a3bb0829" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "canned_reply_own_shortcut" ON "canned_reply"  ("owner_id", "shortcut") WHERE owner_id IS NOT NULL`,
  `CREATE UNIQUE INDEX "canned_reply_shared_shortcut" ON "canned_reply"  ("shortcut") WHERE owner_id IS NULL`,
  `CREATE TABLE "widget_logo" (
    "hash" text NOT NULL,
    "type" text NOT NULL,
    "bytes" bytea NOT NULL,
    "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
    CONSTRAINT "PK_2433b64e89b0457e4e5c4ba6681" PRIMARY KEY ("hash")
  )`,
];

const DOWN = [
  `DROP TABLE "widget_logo"`,
  `DROP TABLE "canned_reply"`,
  `ALTER TABLE "agent_sign_in" DROP "last_used_at", DROP "device"`,
  `ALTER TABLE "agent_availability" DROP "stores"`,
  `ALTER TABLE "agent" DROP CONSTRAINT "agent_capacity", DROP "version", DROP "password_temporary", DROP "colour", DROP "locale",
    DROP "capacity", DROP "stores"`,
];
