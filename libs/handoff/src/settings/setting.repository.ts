import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

export interface SettingRow {
  value: unknown;
  version: number;
  updatedAt: Date;
}

@Injectable()
export class SettingRepository {
  async find(tx: Tx, key: string): Promise<SettingRow | undefined> {
    const rows = await sql<SettingRow>(
      tx,
      'SELECT value, version, updated_at AS "updatedAt" FROM setting WHERE key = $1',
      [key],
    );
    return rows[0];
  }

  /**
   * Stores a value. With `version` only if that is still the stored one (0: there is none yet); undefined when somebody else was
   * quicker.
   */
  async save(
    tx: Tx,
    key: string,
    value: unknown,
    by: string | null,
    version: number | undefined,
  ): Promise<SettingRow | undefined> {
    const rows = await sql<SettingRow>(
      tx,
      `INSERT INTO setting AS s (key, value, version, updated_by)
       SELECT $1, $2::jsonb, 1, $3::uuid
       WHERE $4::int IS NULL OR $4::int = 0 OR EXISTS (SELECT 1 FROM setting WHERE key = $1)
       ON CONFLICT (key) DO UPDATE
         SET value = EXCLUDED.value, version = s.version + 1, updated_by = EXCLUDED.updated_by, updated_at = now()
         WHERE $4::int IS NULL OR s.version = $4::int
       RETURNING value, version, updated_at AS "updatedAt"`,
      [key, JSON.stringify(value), by, version ?? null],
    );
    return rows[0];
  }
}
