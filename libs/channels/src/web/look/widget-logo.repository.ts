import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

export interface LogoRow {
  type: string;
  bytes: Buffer;
}

@Injectable()
export class WidgetLogoRepository {
  async save(tx: Tx, hash: string, type: string, bytes: Buffer): Promise<void> {
    await sql(
      tx,
      `INSERT INTO widget_logo (hash, type, bytes) VALUES ($1, $2, $3)
       ON CONFLICT (hash) DO UPDATE SET created_at = now()`,
      [hash, type, bytes],
    );
  }

  async find(tx: Tx, hash: string): Promise<LogoRow | undefined> {
    return (await sql<LogoRow>(tx, 'SELECT type, bytes FROM widget_logo WHERE hash = $1', [hash]))[0];
  }

  /** Deletes logos that were uploaded more than a month ago, but for `inUse`. */
  async deleteOld(tx: Tx, inUse: string | undefined): Promise<void> {
    await sql(
      tx,
      `DELETE FROM widget_logo WHERE created_at < now() - interval '30 days' AND hash IS DISTINCT FROM $1::text`,
      [inUse ?? null],
    );
  }
}
