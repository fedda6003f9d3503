import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

export interface StoreRow {
  id: string;
  name: Record<string, string>;
  city: Record<string, string>;
  address: Record<string, string>;
  aliases: string[];
  hours: Record<string, string>;
  timezone: string;
  phone: string | null;
}

@Injectable()
export class StoreRepository {
  all(tx: Tx): Promise<StoreRow[]> {
    return sql(tx, 'SELECT id, name, city, address, aliases, hours, timezone, phone FROM store ORDER BY id');
  }

  /** The list of stores becomes the given one. */
  async replaceAll(tx: Tx, stores: readonly StoreRow[]): Promise<void> {
    await sql(tx, 'DELETE FROM store WHERE NOT id = ANY($1::text[])', [stores.map((store) => store.id)]);
    for (const store of stores)
      await sql(
        tx,
        `INSERT INTO store (id, name, city, address, aliases, hours, timezone, phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, city = excluded.city, address = excluded.address,
           aliases = excluded.aliases, hours = excluded.hours, timezone = excluded.timezone, phone = excluded.phone`,
        [
          store.id,
          JSON.stringify(store.name),
          JSON.stringify(store.city),
          JSON.stringify(store.address),
          store.aliases,
          JSON.stringify(store.hours),
          store.timezone,
          store.phone,
        ],
      );
  }
}
