import { Injectable } from '@nestjs/common';
import type { WireAttachment } from '#kernel';
import { sql, type Tx } from '#platform';
import type { Uploader } from './parties.js';

export interface AttachmentRow {
  id: string;
  uploaderKind: Uploader['kind'];
  uploaderId: string;
  shopperId: string | null;
  conversationId: string | null;
  messageId: string | null;
  kind: WireAttachment['kind'];
  type: string;
  name: string;
  size: number;
  width: number | null;
  height: number | null;
  thumbSize: number | null;
}

const A = `a.id, a.uploader_kind AS "uploaderKind", a.uploader_id AS "uploaderId", a.shopper_id AS "shopperId",
  a.conversation_id AS "conversationId", a.message_id AS "messageId", a.kind, a.type, a.name, a.size, a.width, a.height,
  a.thumb_size AS "thumbSize"`;

@Injectable()
export class AttachmentsRepository {
  /** As `storing`: nobody sees it yet, and the sweep finds it if its bytes never come. */
  async insert(tx: Tx, row: Omit<AttachmentRow, 'conversationId' | 'messageId'>, at: Date): Promise<void> {
    await sql(
      tx,
      `INSERT INTO attachment (id, uploader_kind, uploader_id, shopper_id, state, kind, type, name, size, width, height, thumb_size,
         created_at)
       VALUES ($1, $2, $3, $4, 'storing', $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        row.id,
        row.uploaderKind,
        row.uploaderId,
        row.shopperId,
        row.kind,
        row.type,
        row.name,
        row.size,
        row.width,
        row.height,
        row.thumbSize,
        at,
      ],
    );
  }

  async setReady(tx: Tx, id: string): Promise<void> {
    await sql(tx, `UPDATE attachment SET state = 'ready' WHERE id = $1 AND state = 'storing'`, [id]);
  }

  async find(tx: Tx, id: string): Promise<AttachmentRow | undefined> {
    return (
      await sql<AttachmentRow>(tx, `SELECT ${A} FROM attachment a WHERE a.id = $1 AND a.state = 'ready'`, [id])
    )[0];
  }

  ofUploader(tx: Tx, uploader: Uploader, ids: readonly string[]): Promise<AttachmentRow[]> {
    return sql<AttachmentRow>(
      tx,
      `SELECT ${A} FROM attachment a
       WHERE a.id = ANY($1::uuid[]) AND a.uploader_kind = $2 AND a.uploader_id = $3 AND a.state = 'ready'`,
      [ids, uploader.kind, uploader.id],
    );
  }

  /** Ties what its uploader has not sent yet to a message; returns how many. */
  async bind(
    tx: Tx,
    uploader: Uploader,
    ids: readonly string[],
    to: { messageId: string; conversationId: string; shopperId: string },
  ): Promise<number> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE attachment SET message_id = $4, conversation_id = $5, shopper_id = $6
       WHERE id = ANY($1::uuid[]) AND uploader_kind = $2 AND uploader_id = $3 AND state = 'ready' AND message_id IS NULL
       RETURNING id`,
      [ids, uploader.kind, uploader.id, to.messageId, to.conversationId, to.shopperId],
    );
    return rows.length;
  }

  /** Puts aside what was uploaded before `before` and never sent, and what an earlier sweep did not finish. */
  async discardUnsent(tx: Tx, before: Date, limit: number): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE attachment SET state = 'removed' WHERE message_id IS NULL AND id IN (
         SELECT id FROM attachment WHERE message_id IS NULL AND (state = 'removed' OR created_at < $1)
         ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, limit],
    );
    return rows.map((row) => row.id);
  }

  /** Puts aside everything in the shopper's conversations, sent or not. */
  async discardOf(tx: Tx, shopperId: string): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE attachment SET state = 'removed', message_id = NULL, conversation_id = NULL WHERE shopper_id = $1 RETURNING id`,
      [shopperId],
    );
    return rows.map((row) => row.id);
  }

  async deleteDiscarded(tx: Tx, id: string): Promise<void> {
    await sql(tx, `DELETE FROM attachment WHERE id = $1 AND state = 'removed'`, [id]);
  }
}
