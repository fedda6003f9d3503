import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';
import type { Profile } from '../api/wechat-api.js';
import type { Callback } from '../receive/arrival.js';
import type { Expectation } from '../receive/expectation.js';
import type { ReplyWindow } from '../send/budget.js';

export interface PeerRecord {
  id: string;
  accountId: string;
  kfId: string;
  userId: string;
  receiverId: string;
  shopperId: string | null;
  windows: ReplyWindow[];
  expects: Expectation | null;
  unionId: string | null;
  name: string | null;
  locale: Locale | null;
  askedAt: Date | null;
  lastInAt: Date | null;
  leftAt: Date | null;
}

export type Direction = 'in' | 'out';

const P = `p.id, p.account_id AS "accountId", p.kf_id AS "kfId", p.user_id AS "userId", p.receiver_id AS "receiverId",
  p.shopper_id AS "shopperId", p.windows, p.expects, p.union_id AS "unionId", p.name, p.locale, p.asked_at AS "askedAt",
  p.last_in_at AS "lastInAt", p.left_at AS "leftAt"`;

/** Users of WeChat's, whose lease makes one process at a time read what they sent, and one send to them. */
@Injectable()
export class WeChatPeerRepository {
  /**
   * Stores what came and who it came from, in one statement. Returns the user's id of ours; undefined when it is there already.
   *
   * @param peerId the id that a user gets who is new
   */
  async arrive(
    tx: Tx,
    accountId: string,
    peerId: string,
    { userId, kfId, receiverId, dedupeKey, saidAt, msgId, arrival }: Callback,
    at: Date,
  ): Promise<string | undefined> {
    const rows = await sql<{ peerId: string }>(
      tx,
      `WITH peer AS (
         INSERT INTO wechat_peer (id, account_id, kf_id, user_id, receiver_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account_id, kf_id, user_id) DO UPDATE SET receiver_id = excluded.receiver_id RETURNING id)
       INSERT INTO wechat_inbound (account_id, dedupe_key, peer_id, said_at, msg_order, payload, received_at)
       SELECT $2, $7, peer.id, $8, $9::numeric, $10::jsonb, $6 FROM peer
       ON CONFLICT (account_id, dedupe_key) DO NOTHING RETURNING peer_id AS "peerId"`,
      [peerId, accountId, kfId, userId, receiverId, at, dedupeKey, saidAt, msgId ?? '0', JSON.stringify(arrival)],
    );
    return rows[0]?.peerId;
  }

  async find(tx: Tx, id: string): Promise<PeerRecord | undefined> {
    return (await sql<PeerRecord>(tx, `SELECT ${P} FROM wechat_peer p WHERE p.id = $1`, [id]))[0];
  }

  async lock(tx: Tx, id: string): Promise<PeerRecord | undefined> {
    return (await sql<PeerRecord>(tx, `SELECT ${P} FROM wechat_peer p WHERE p.id = $1 FOR UPDATE`, [id]))[0];
  }

  /** With whom the conversation is on WeChat. */
  async ofConversation(tx: Tx, conversationId: string): Promise<PeerRecord | undefined> {
    const rows = await sql<PeerRecord>(
      tx,
      `SELECT ${P} FROM wechat_thread t JOIN wechat_peer p ON p.id = t.peer_id WHERE t.conversation_id = $1`,
      [conversationId],
    );
    return rows[0];
  }

  /** Takes the lease, or renews it for who has it. */
  async acquire(tx: Tx, id: string, way: Direction, leaseId: string, now: Date, until: Date): Promise<boolean> {
    const rows = await sql(
      tx,
      `UPDATE wechat_peer SET ${way}_lease_id = $2, ${way}_lease_until = $4
       WHERE id = $1 AND (${way}_lease_until IS NULL OR ${way}_lease_until < $3 OR ${way}_lease_id = $2) RETURNING id`,
      [id, leaseId, now, until],
    );
    return rows.length > 0;
  }

  /** Makes the lease last longer, for who still has it. */
  async renew(tx: Tx, id: string, way: Direction, leaseId: string, until: Date): Promise<void> {
    await sql(tx, `UPDATE wechat_peer SET ${way}_lease_until = $3 WHERE id = $1 AND ${way}_lease_id = $2`, [
      id,
      leaseId,
      until,
    ]);
  }

  async release(tx: Tx, id: string, way: Direction, leaseId: string): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_peer SET ${way}_lease_id = NULL, ${way}_lease_until = NULL WHERE id = $1 AND ${way}_lease_id = $2`,
      [id, leaseId],
    );
  }

  /** After a restart of the only process of an embedded desk nobody else can hold a lease. */
  async releaseAll(tx: Tx): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_peer SET in_lease_id = NULL, in_lease_until = NULL, out_lease_id = NULL, out_lease_until = NULL
       WHERE in_lease_id IS NOT NULL OR out_lease_id IS NOT NULL`,
    );
  }

  async holds(tx: Tx, id: string, way: Direction, leaseId: string): Promise<boolean> {
    const rows = await sql(tx, `SELECT 1 AS one FROM wechat_peer WHERE id = $1 AND ${way}_lease_id = $2 FOR UPDATE`, [
      id,
      leaseId,
    ]);
    return rows.length > 0;
  }

  /** WeChat was asked who this is; what it does not say stays as it is. */
  async asked(tx: Tx, id: string, { unionId, name, locale }: Profile, at: Date): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_peer SET union_id = coalesce($2, union_id), name = coalesce($3, name), locale = coalesce($4, locale), asked_at = $5
       WHERE id = $1`,
      [id, unionId ?? null, name ?? null, locale ?? null, at],
    );
  }

  /** The same person by another account, as a shopper of ours; who came first. */
  async sharing(tx: Tx, unionId: string, id: string): Promise<PeerRecord | undefined> {
    const rows = await sql<PeerRecord>(
      tx,
      `SELECT ${P} FROM wechat_peer p WHERE p.union_id = $1 AND p.id <> $2 AND p.shopper_id IS NOT NULL
       ORDER BY p.created_at, p.id LIMIT 1`,
      [unionId, id],
    );
    return rows[0];
  }

  async setWindows(tx: Tx, id: string, windows: ReplyWindow[]): Promise<void> {
    await sql(tx, 'UPDATE wechat_peer SET windows = $2::jsonb WHERE id = $1', [id, JSON.stringify(windows)]);
  }

  async setExpects(tx: Tx, id: string, expects: Expectation | null): Promise<void> {
    await sql(tx, 'UPDATE wechat_peer SET expects = $2::jsonb WHERE id = $1', [id, expects && JSON.stringify(expects)]);
  }

  /** Who wrote, when, and what that allows us. */
  async wrote(tx: Tx, id: string, shopperId: string, windows: ReplyWindow[], at: Date): Promise<void> {
    await sql(
      tx,
      'UPDATE wechat_peer SET shopper_id = $2, windows = $3::jsonb, last_in_at = $4, left_at = NULL WHERE id = $1',
      [id, shopperId, JSON.stringify(windows), at],
    );
  }

  async link(tx: Tx, id: string, shopperId: string): Promise<void> {
    await sql(tx, 'UPDATE wechat_peer SET shopper_id = $2 WHERE id = $1', [id, shopperId]);
  }

  async linkAll(tx: Tx, from: string, to: string): Promise<void> {
    await sql(tx, 'UPDATE wechat_peer SET shopper_id = $2 WHERE shopper_id = $1', [from, to]);
  }

  /** The user has come, without a word: what that allows us. */
  async came(tx: Tx, id: string, windows: ReplyWindow[], at: Date): Promise<void> {
    await sql(tx, 'UPDATE wechat_peer SET windows = $2::jsonb, last_in_at = $3, left_at = NULL WHERE id = $1', [
      id,
      JSON.stringify(windows),
      at,
    ]);
  }

  /** The user has gone: what we know of them beyond the conversations goes too. */
  async forget(tx: Tx, id: string, at: Date): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_peer SET left_at = $2, union_id = NULL, name = NULL, locale = NULL, asked_at = NULL, windows = '[]', expects = NULL WHERE id = $1`,
      [id, at],
    );
    await sql(tx, `UPDATE wechat_inbound SET payload = NULL, reply = NULL WHERE peer_id = $1 AND state <> 'waiting'`, [
      id,
    ]);
    await sql(tx, `DELETE FROM wechat_outgoing WHERE peer_id = $1 AND state IN ('sent', 'failed')`, [id]);
  }

  /** Puts a conversation with this user on its way from after `seq`; one that is on its way already stays where it is. */
  async thread(tx: Tx, conversationId: string, peerId: string, seq: number): Promise<void> {
    await sql(
      tx,
      `INSERT INTO wechat_thread (conversation_id, peer_id, queued_seq) VALUES ($1, $2, $3)
       ON CONFLICT (conversation_id) DO UPDATE SET peer_id = excluded.peer_id WHERE wechat_thread.peer_id <> excluded.peer_id`,
      [conversationId, peerId, seq],
    );
  }

  /** What was said while the shopper was elsewhere is not sent after them. */
  async skipTo(tx: Tx, conversationId: string, seq: number): Promise<void> {
    await sql(tx, 'UPDATE wechat_thread SET queued_seq = greatest(queued_seq, $2::int) WHERE conversation_id = $1', [
      conversationId,
      seq,
    ]);
  }

  async queuedSeq(tx: Tx, conversationId: string, forUpdate = false): Promise<number | undefined> {
    const rows = await sql<{ seq: number }>(
      tx,
      `SELECT queued_seq AS seq FROM wechat_thread WHERE conversation_id = $1 ${forUpdate ? 'FOR UPDATE' : ''}`,
      [conversationId],
    );
    return rows[0]?.seq;
  }
}
