import { Injectable } from '@nestjs/common';
import type { UndeliveredMessage, UndeliveredReason, WeChatAccountKind, WeChatSends } from '#kernel';
import { sql, type Tx } from '#platform';
import type { ReplyWindow } from '../send/budget.js';

/** Whom a conversation is with on WeChat, and by which account. */
export interface WayRecord {
  accountId: string;
  windows: ReplyWindow[];
  leftAt: Date | null;
  queuedSeq: number;
  /** Null when the account was taken away. */
  kind: WeChatAccountKind | null;
  name: string | null;
  sends: WeChatSends | null;
  problem: string | null;
}

/** How conversations fare on their way to WeChat. */
@Injectable()
export class DeliveryRepository {
  async way(tx: Tx, conversationId: string): Promise<WayRecord | undefined> {
    const rows = await sql<WayRecord>(
      tx,
      `SELECT p.account_id AS "accountId", p.windows, p.left_at AS "leftAt", t.queued_seq AS "queuedSeq", a.kind, a.name, a.sends, a.problem
       FROM wechat_thread t JOIN wechat_peer p ON p.id = t.peer_id LEFT JOIN wechat_account a ON a.id = p.account_id
       WHERE t.conversation_id = $1`,
      [conversationId],
    );
    return rows[0];
  }

  /** Messages that have not (or not wholly) arrived; the worst of a message's pieces counts. */
  async undelivered(tx: Tx, conversationId: string): Promise<UndeliveredMessage[]> {
    const rows = await sql<{ messageId: string; state: string; reason: UndeliveredReason | null }>(
      tx,
      `SELECT DISTINCT ON (message_id) message_id AS "messageId", state, reason FROM wechat_outgoing
       WHERE conversation_id = $1 AND state <> 'sent' AND NOT (rank = 'aside' AND state = 'waiting')
       ORDER BY message_id, CASE state WHEN 'failed' THEN 0 WHEN 'held' THEN 1 ELSE 2 END`,
      [conversationId],
    );
    return rows.map(({ messageId, state, reason }) => ({
      messageId,
      state: state === 'failed' || state === 'held' ? state : 'waiting',
      ...(reason === null ? {} : { reason }),
    }));
  }

  /** The conversations that are with this user, the latest first. */
  async conversationsWith(tx: Tx, peerId: string, limit: number): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      'SELECT conversation_id AS id FROM wechat_thread WHERE peer_id = $1 ORDER BY conversation_id DESC LIMIT $2',
      [peerId, limit],
    );
    return rows.map(({ id }) => id);
  }
}
