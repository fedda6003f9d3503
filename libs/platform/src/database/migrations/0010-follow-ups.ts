import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who closed a follow-up, and when. */
export class FollowUps1763769600010 implements MigrationInterface {
  readonly name = 'FollowUps1763769600010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "ticket" ADD COLUMN "closed_at" TIMESTAMP WITH TIME ZONE, ADD COLUMN "closed_by" uuid`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "ticket" DROP COLUMN IF EXISTS "closed_by", DROP COLUMN IF EXISTS "closed_at"`);
  }
}
