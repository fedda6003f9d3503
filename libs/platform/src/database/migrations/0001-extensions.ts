import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Extensions1763769600001 implements MigrationInterface {
  readonly name = 'Extensions1763769600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS vector');
    await runner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP EXTENSION IF EXISTS pg_trgm');
    await runner.query('DROP EXTENSION IF EXISTS vector');
  }
}
