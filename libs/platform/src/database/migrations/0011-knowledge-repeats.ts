import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Passages whose vectors are equal stand in the vector index once. Passages from before are all taken for single ones: they are found as
 * they were, by the indexes that are there, until a set is made anew, which the next start of the desk begins.
 */
export class KnowledgeRepeats1763769600011 implements MigrationInterface {
  readonly name = 'KnowledgeRepeats1763769600011';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      for (const statement of [
        `ALTER TABLE "${table}" ADD COLUMN "digest" uuid, ADD COLUMN "repeated" boolean NOT NULL DEFAULT false`,
        `CREATE UNIQUE INDEX "${table}_once" ON "${table}" ("locale", "digest") WHERE NOT repeated`,
        `CREATE INDEX "${table}_repeated" ON "${table}" ("locale", "digest") WHERE repeated`,
      ])
        await runner.query(statement);
    await this.index(runner, ' AND NOT repeated');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.index(runner, '');
    for (const table of TABLES)
      await runner.query(`ALTER TABLE "${table}" DROP COLUMN IF EXISTS "repeated", DROP COLUMN IF EXISTS "digest"`);
  }

  /** Only where nothing is indexed yet, since it would take minutes. */
  private async index(runner: QueryRunner, which: string): Promise<void> {
    if ((await runner.query('SELECT 1 FROM "knowledge_passage" LIMIT 1')).length > 0) return;
    for (const [short, locale] of LOCALES)
      for (const dimensions of DIMENSIONS) {
        const name = `knowledge_passage_hnsw_${short}_${dimensions}`;
        await runner.query(`DROP INDEX IF EXISTS "${name}"`);
        await runner.query(
          `CREATE INDEX "${name}" ON "knowledge_passage" USING hnsw ((embedding::vector(${dimensions})) vector_cosine_ops)
           WHERE locale = '${locale}' AND dimensions = ${dimensions}${which}`,
        );
      }
  }
}

const TABLES = ['knowledge_passage', 'knowledge_passage_b'];
const LOCALES = [
  ['zh', 'zh-CN'],
  ['en', 'en'],
];
const DIMENSIONS = [256, 512, 768, 1024, 1536];
