import type { MigrationInterface, QueryRunner } from 'typeorm';

/** WeChat: accounts, who writes to them, what came in and what goes out. */
export class WeChat1763769600008 implements MigrationInterface {
  readonly name = 'WeChat1763769600008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE IF EXISTS "${table}"`);
  }
}

const TABLES = ['wechat_outgoing', 'wechat_inbound', 'wechat_thread', 'wechat_kf', 'wechat_peer', 'wechat_account'];

const UP = [
  `CREATE TABLE "wechat_account" (
    "id" text NOT NULL,
    "kind" text NOT NULL,
    "name" text NOT NULL,
    "app_id" text NOT NULL,
    "app_secret" text,
    "token" text,
    "aes_key" text,
    "managed_by" text NOT NULL,
    "sends" text NOT NULL DEFAULT 'api',
    "menus" boolean NOT NULL DEFAULT true,
    "problem" text,
    "problem_at" TIMESTAMP WITH TIME ZONE,
    "version" integer NOT NULL DEFAULT 1,
    "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT "PK_wechat_account" PRIMARY KEY ("id")
  )`,
  `CREATE TABLE "wechat_peer" (
    "id" uuid NOT NULL,
    "account_id" text NOT NULL,
    "kf_id" text NOT NULL DEFAULT '',
    "user_id" text NOT NULL,
    "receiver_id" text NOT NULL DEFAULT '',
    "shopper_id" uuid,
    "union_id" text,
    "name" text,
    "locale" text,
    "asked_at" TIMESTAMP WITH TIME ZONE,
    "windows" jsonb NOT NULL DEFAULT '[]',
    "expects" jsonb,
    "last_in_at" TIMESTAMP WITH TIME ZONE,
    "left_at" TIMESTAMP WITH TIME ZONE,
    "in_lease_id" uuid,
    "in_lease_until" TIMESTAMP WITH TIME ZONE,
    "out_lease_id" uuid,
    "out_lease_until" TIMESTAMP WITH TIME ZONE,
    "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT "PK_wechat_peer" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "wechat_peer_unique" ON "wechat_peer"  ("account_id", "kf_id", "user_id")`,
  `CREATE INDEX "wechat_peer_by_shopper" ON "wechat_peer"  ("shopper_id")`,
  `CREATE INDEX "wechat_peer_by_union" ON "wechat_peer"  ("union_id") WHERE union_id IS NOT NULL`,
  `CREATE TABLE "wechat_thread" (
    "conversation_id" uuid NOT NULL,
    "peer_id" uuid NOT NULL,
    "queued_seq" integer NOT NULL,
    CONSTRAINT "PK_wechat_thread" PRIMARY KEY ("conversation_id")
  )`,
  `CREATE INDEX "wechat_thread_by_peer" ON "wechat_thread"  ("peer_id")`,
  `CREATE TABLE "wechat_inbound" (
    "account_id" text NOT NULL,
    "dedupe_key" text NOT NULL,
    "peer_id" uuid NOT NULL,
    "state" text NOT NULL DEFAULT 'waiting',
    "said_at" bigint NOT NULL,
    "msg_order" numeric(20,0) NOT NULL DEFAULT '0',
    "payload" jsonb,
    "attempts" integer NOT NULL DEFAULT 0,
    "reply" text,
    "received_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT "wechat_inbound_state" CHECK (state IN ('waiting', 'done', 'failed')),
    CONSTRAINT "PK_wechat_inbound" PRIMARY KEY ("account_id", "dedupe_key")
  )`,
  `CREATE INDEX "wechat_inbound_waiting" ON "wechat_inbound"  ("peer_id") WHERE state = 'waiting'`,
  `CREATE INDEX "wechat_inbound_by_time" ON "wechat_inbound"  ("received_at")`,
  `CREATE TABLE "wechat_outgoing" (
    "id" uuid NOT NULL,
    "peer_id" uuid NOT NULL,
    "conversation_id" uuid,
    "message_id" uuid NOT NULL,
    "part" smallint NOT NULL,
    "rank" text NOT NULL,
    "content" jsonb NOT NULL,
    "state" text NOT NULL DEFAULT 'waiting',
    "reason" text,
    "attempts" integer NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMP WITH TIME ZONE,
    "channel_message_id" text,
    "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
    "sent_at" TIMESTAMP WITH TIME ZONE,
    CONSTRAINT "wechat_outgoing_state" CHECK (state IN ('waiting', 'sending', 'held', 'sent', 'failed')),
    CONSTRAINT "PK_wechat_outgoing" PRIMARY KEY ("id")
  )`,
  `CREATE UNIQUE INDEX "wechat_outgoing_part" ON "wechat_outgoing"  ("message_id", "part")`,
  `CREATE INDEX "wechat_outgoing_owed" ON "wechat_outgoing"  ("peer_id", "id") WHERE state IN ('waiting', 'sending', 'held')`,
  `CREATE INDEX "wechat_outgoing_sent" ON "wechat_outgoing"  ("sent_at") WHERE state = 'sent'`,
  `CREATE INDEX "wechat_outgoing_by_conversation" ON "wechat_outgoing"  ("conversation_id")`,
  `CREATE TABLE "wechat_kf" (
    "account_id" text NOT NULL,
    "kf_id" text NOT NULL,
    "cursor" text NOT NULL DEFAULT '',
    "wanted" integer NOT NULL DEFAULT 0,
    "done" integer NOT NULL DEFAULT 0,
    "token" text,
    "lease_id" uuid,
    "lease_until" TIMESTAMP WITH TIME ZONE,
    CONSTRAINT "PK_wechat_kf" PRIMARY KEY ("account_id", "kf_id")
  )`,
];
