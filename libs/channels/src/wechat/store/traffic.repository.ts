import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { UndeliveredReason } from '#kernel';
import { sql, type Tx } from '#platform';
import type { Arrival } from '../receive/arrival.js';
import type { Outgoing, Rank } from '../send/outgoing.js';

export interface InboundRecord {
  accountId: string;
  dedupeKey: string;
  peerId: string;
  /** Seconds. */
  saidAt: number;
  payload: Arrival | null;
  attempts: number;
  receivedAt: Date;
}

export interface OutgoingRecord {
  id: string;
  peerId: string;
  conversationId: string | null;
  messageId: string;
  rank: Rank;
  content: Outgoing;
  state: 'waiting' | 'sending' | 'held' | 'sent' | 'failed';
  reason: UndeliveredReason | null;
  attempts: number;
  retryAt: Date | null;
  /** Ours or WeChat's id of it there; of one that came back, the former. */
  channelMessageId: string | null;
  createdAt: Date;
}

export interface NewOutgoing {
  conversationId: string | null;
  messageId: string;
  part: number;
  rank: Rank;
  content: Outgoing;
  /** Not before. */
  notBefore?: Date;
}

const I = `account_id AS "accountId", dedupe_key AS "dedupeKey", peer_id AS "peerId", said_at::float8 AS "saidAt", payload, attempts,
  received_at AS "receivedAt"`;
const O = `id, peer_id AS "peerId", conversation_id AS "conversationId", message_id AS "messageId", rank, content, state, reason,
  attempts, retry_at AS "retryAt", channel_message_id AS "channelMessageId", created_at AS "createdAt"`;

/** What came in and what goes out, each until it is dealt with. */
@Injectable()
export class WeChatTrafficRepository {
  /** In the order in which it was said, as far as it is here. */
  waiting(tx: Tx, peerId: string, limit: number): Promise<InboundRecord[]> {
    return sql<InboundRecord>(
      tx,
      `SELECT ${I} FROM wechat_inbound WHERE peer_id = $1 AND state = 'waiting'
       ORDER BY said_at, msg_order, received_at, dedupe_key LIMIT $2`,
      [peerId, limit],
    );
  }

  /** Users of whom something has waited since before `before`, the longest first. */
  async unread(tx: Tx, before: Date, limit: number): Promise<string[]> {
    const rows = await sql<{ peerId: string }>(
      tx,
      `SELECT peer_id AS "peerId" FROM wechat_inbound WHERE state = 'waiting' AND received_at < $1
       GROUP BY peer_id ORDER BY min(received_at) LIMIT $2`,
      [before, limit],
    );
    return rows.map((row) => row.peerId);
  }

  async hasWaiting(tx: Tx, peerId: string): Promise<boolean> {
    return (await this.waiting(tx, peerId, 1)).length > 0;
  }

  async done(tx: Tx, row: Pick<InboundRecord, 'accountId' | 'dedupeKey'>): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_inbound SET state = 'done', payload = NULL WHERE account_id = $1 AND dedupe_key = $2`,
      [row.accountId, row.dedupeKey],
    );
  }

  /** Counts a failed try; with the last one it is given up. */
  async tried(tx: Tx, row: Pick<InboundRecord, 'accountId' | 'dedupeKey'>, most: number): Promise<boolean> {
    const rows = await sql<{ state: string }>(
      tx,
      `UPDATE wechat_inbound SET attempts = attempts + 1, state = CASE WHEN attempts + 1 >= $3 THEN 'failed' ELSE state END
       WHERE account_id = $1 AND dedupe_key = $2 RETURNING state`,
      [row.accountId, row.dedupeKey, most],
    );
    return rows[0]?.state === 'failed';
  }

  async reply(
    tx: Tx,
    accountId: string,
    dedupeKey: string,
  ): Promise<{ peerId: string; reply: string | null; done: boolean } | undefined> {
    const rows = await sql<{ peerId: string; reply: string | null; done: boolean }>(
      tx,
      `SELECT peer_id AS "peerId", reply, state <> 'waiting' AS done FROM wechat_inbound WHERE account_id = $1 AND dedupe_key = $2`,
      [accountId, dedupeKey],
    );
    return rows[0];
  }

  async keepReply(tx: Tx, accountId: string, dedupeKey: string, reply: string): Promise<void> {
    await sql(tx, 'UPDATE wechat_inbound SET reply = $3 WHERE account_id = $1 AND dedupe_key = $2', [
      accountId,
      dedupeKey,
      reply,
    ]);
  }

  /** What was dealt with and cannot be repeated any more. */
  async sweep(tx: Tx, before: Date, limit: number): Promise<number> {
    const rows = await sql(
      tx,
      `DELETE FROM wechat_inbound WHERE (account_id, dedupe_key) IN (
         SELECT account_id, dedupe_key FROM wechat_inbound WHERE received_at < $1 AND state <> 'waiting' LIMIT $2) RETURNING 1 AS one`,
      [before, limit],
    );
    return rows.length;
  }

  /** Puts pieces behind all others of this user's, who must be locked. */
  async enqueue(tx: Tx, peerId: string, pieces: readonly NewOutgoing[], at: Date): Promise<void> {
    const [last] = await sql<{ id: string }>(
      tx,
      `SELECT id FROM wechat_outgoing WHERE peer_id = $1 AND state IN ('waiting', 'sending', 'held') ORDER BY id DESC LIMIT 1`,
      [peerId],
    );
    let behind = last?.id;
    for (const piece of pieces) {
      const id = idBehind(behind);
      behind = id;
      await sql(
        tx,
        `INSERT INTO wechat_outgoing (id, peer_id, conversation_id, message_id, part, rank, content, created_at, retry_at)
         VALUES ($1,$2,$3,$4,$5,$6,$7::jsonb,$8,$9) ON CONFLICT (message_id, part) DO NOTHING`,
        [
          id,
          peerId,
          piece.conversationId,
          piece.messageId,
          piece.part,
          piece.rank,
          JSON.stringify(piece.content),
          at,
          piece.notBefore ?? null,
        ],
      );
    }
  }

  async setQueuedSeq(tx: Tx, conversationId: string, seq: number): Promise<void> {
    await sql(tx, 'UPDATE wechat_thread SET queued_seq = $2 WHERE conversation_id = $1', [conversationId, seq]);
  }

  /** Everything that has not gone yet, in order. */
  owed(tx: Tx, peerId: string, limit: number): Promise<OutgoingRecord[]> {
    return sql<OutgoingRecord>(
      tx,
      `SELECT ${O} FROM wechat_outgoing WHERE peer_id = $1 AND state IN ('waiting', 'sending', 'held') ORDER BY id LIMIT $2`,
      [peerId, limit],
    );
  }

  async sending(tx: Tx, ids: readonly string[]): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_outgoing SET state = 'sending', attempts = attempts + 1, reason = NULL, retry_at = NULL WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }

  async sent(tx: Tx, ids: readonly string[], channelMessageId: string | null, at: Date): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_outgoing SET state = 'sent', reason = NULL, channel_message_id = $2, sent_at = $3 WHERE id = ANY($1::uuid[])`,
      [ids, channelMessageId, at],
    );
  }

  async put(
    tx: Tx,
    ids: readonly string[],
    to: {
      state: 'waiting' | 'sending' | 'held' | 'failed';
      reason: UndeliveredReason | null;
      retryAt?: Date;
      content?: Outgoing;
    },
  ): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_outgoing SET state = $2, reason = $3, retry_at = $4, content = coalesce($5::jsonb, content)
       WHERE id = ANY($1::uuid[])`,
      [ids, to.state, to.reason, to.retryAt ?? null, to.content === undefined ? null : JSON.stringify(to.content)],
    );
  }

  /** What could not go may be tried anew. Returns whether anything is owed to the user, whatever has become of the job for it. */
  async wake(tx: Tx, peerId: string): Promise<boolean> {
    const rows = await sql<{ owed: boolean }>(
      tx,
      `WITH woken AS (
         UPDATE wechat_outgoing SET state = 'waiting', attempts = 0, retry_at = NULL
         WHERE peer_id = $1 AND (state = 'held' OR (state = 'waiting' AND reason = 'QUOTA')))
       SELECT EXISTS (SELECT FROM wechat_outgoing WHERE peer_id = $1 AND state IN ('waiting', 'sending', 'held')) AS owed`,
      [peerId],
    );
    return rows[0]?.owed ?? false;
  }

  /** Users to whom something has been owed since before `before` that could go by now, and whom nobody is sending to. */
  async overdue(tx: Tx, now: Date, before: Date, limit: number): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT DISTINCT p.id FROM wechat_outgoing o JOIN wechat_peer p ON p.id = o.peer_id JOIN wechat_account a ON a.id = p.account_id
       WHERE o.state IN ('waiting', 'sending') AND o.created_at < $2 AND (o.retry_at IS NULL OR o.retry_at < $2)
         AND (p.out_lease_until IS NULL OR p.out_lease_until < $1) AND p.left_at IS NULL AND a.sends = 'api' AND a.problem IS NULL
       LIMIT $3`,
      [now, before, limit],
    );
    return rows.map((row) => row.id);
  }

  async discard(tx: Tx, peerId: string, reason: UndeliveredReason): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_outgoing SET state = 'failed', reason = $2 WHERE peer_id = $1 AND state IN ('waiting', 'held', 'sending')`,
      [peerId, reason],
    );
  }

  /** WeChat took it and could not deliver it after all. */
  async notDelivered(
    tx: Tx,
    peerId: string,
    channelMessageId: string,
    to: { state: 'held' | 'failed'; reason: UndeliveredReason },
  ): Promise<string | undefined> {
    const rows = await sql<{ conversationId: string | null }>(
      tx,
      `UPDATE wechat_outgoing SET state = $3, reason = $4 WHERE peer_id = $1 AND channel_message_id = $2 AND state = 'sent'
       RETURNING conversation_id AS "conversationId"`,
      [peerId, channelMessageId, to.state, to.reason],
    );
    return rows[0]?.conversationId ?? undefined;
  }

  /** What has not gone yet of a conversation goes to where its shopper is now. */
  async redirect(tx: Tx, conversationId: string, peerId: string): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_outgoing SET peer_id = $2 WHERE conversation_id = $1 AND peer_id <> $2 AND state IN ('waiting', 'held')`,
      [conversationId, peerId],
    );
  }

  /** What has arrived: the conversation holds it. */
  async sweepSent(tx: Tx, before: Date, limit: number): Promise<number> {
    const rows = await sql(
      tx,
      `DELETE FROM wechat_outgoing WHERE id IN (SELECT id FROM wechat_outgoing WHERE state = 'sent' AND sent_at < $1 LIMIT $2)
       RETURNING 1 AS one`,
      [before, limit],
    );
    return rows.length;
  }

  /** Users of an account to whom something is owed. */
  async owedPeers(tx: Tx, accountId: string, limit: number): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT DISTINCT p.id FROM wechat_peer p JOIN wechat_outgoing o ON o.peer_id = p.id
       WHERE p.account_id = $1 AND o.state IN ('waiting', 'sending', 'held') LIMIT $2`,
      [accountId, limit],
    );
    return rows.map((row) => row.id);
  }
}

/** An id that sorts behind `other`, which another process may have made by another clock. */
function idBehind(other: string | undefined): string {
  const id = uuidv7();
  return other === undefined || id > other
    ? id
    : uuidv7({ msecs: parseInt(other.replace('-', '').slice(0, 12), 16) + 1 });
}
