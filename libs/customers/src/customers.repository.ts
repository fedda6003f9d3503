import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';

export interface ShopperRow {
  id: string;
  memberId: string | null;
  name: string | null;
  phone: string | null;
  tier: string | null;
  tags: string[];
  locale: Locale;
}

const S = `s.id, s.member_id AS "memberId", s.name, s.phone, s.tier, s.tags, s.locale`;

@Injectable()
export class CustomersRepository {
  /** The shopper of a token used since `usedSince`; marks it as used at `at`. */
  async byToken(tx: Tx, tokenHash: string, usedSince: Date, at: Date): Promise<ShopperRow | undefined> {
    const rows = await sql<ShopperRow>(
      tx,
      `WITH used AS (
         UPDATE shopper_token SET last_used_at = $3 WHERE token_hash = $1 AND last_used_at >= $2 RETURNING shopper_id)
       SELECT ${S} FROM shopper s JOIN used ON used.shopper_id = s.id`,
      [tokenHash, usedSince, at],
    );
    return rows[0];
  }

  async byMember(tx: Tx, memberId: string): Promise<ShopperRow | undefined> {
    return (await sql<ShopperRow>(tx, `SELECT ${S} FROM shopper s WHERE s.member_id = $1`, [memberId]))[0];
  }

  async find(tx: Tx, id: string): Promise<ShopperRow | undefined> {
    return (await sql<ShopperRow>(tx, `SELECT ${S} FROM shopper s WHERE s.id = $1`, [id]))[0];
  }

  /** Shoppers whose phone number ends in these digits. */
  async byPhoneTail(tx: Tx, digits: string, limit: number): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT id FROM shopper
       WHERE phone IS NOT NULL AND reverse(regexp_replace(phone, '\\D', '', 'g')) LIKE reverse($1::text) || '%' LIMIT $2`,
      [digits, limit],
    );
    return rows.map((row) => row.id);
  }

  /** Stores a shopper unless the id is there. False: the member is another shopper already. */
  async insert(tx: Tx, row: ShopperRow, at: Date): Promise<boolean> {
    const rows = await sql<{ id: string }>(
      tx,
      `INSERT INTO shopper (id, member_id, name, phone, tier, locale, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7)
       ON CONFLICT DO NOTHING RETURNING id`,
      [row.id, row.memberId, row.name, row.phone, row.tier, row.locale, at],
    );
    if (rows.length > 0) return true;
    return (await this.find(tx, row.id)) !== undefined;
  }

  async insertToken(tx: Tx, tokenHash: string, shopperId: string, at: Date): Promise<void> {
    await sql(
      tx,
      `INSERT INTO shopper_token (token_hash, shopper_id, last_used_at) VALUES ($1,$2,$3) ON CONFLICT (token_hash) DO NOTHING`,
      [tokenHash, shopperId, at],
    );
  }

  /** Makes an anonymous shopper the member; false when the member is another shopper by now. */
  async identify(
    tx: Tx,
    id: string,
    member: { memberId: string; name: string | null; phone: string | null; tier: string | null },
  ): Promise<boolean> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE shopper SET member_id = $2, name = coalesce($3, name), phone = coalesce($4, phone), tier = coalesce($5, tier)
       WHERE id = $1 AND (member_id IS NULL OR member_id = $2)
         AND NOT EXISTS (SELECT 1 FROM shopper o WHERE o.member_id = $2 AND o.id <> $1) RETURNING id`,
      [id, member.memberId, member.name, member.phone, member.tier],
    );
    return rows.length > 0;
  }
}
