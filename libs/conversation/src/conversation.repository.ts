import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';
import type { Channel, Locale } from '#kernel';
import type { ConversationRecord, MessageRow, NoteRow } from './records.js';
import { searchTermsOf, searchVector } from './search/terms.js';

/** A conversation's columns under the names of ConversationRecord. */
export const CONVERSATION_COLUMNS = `c.id, c.shopper_id AS "shopperId", c.channel, c.status, c.ownership_version AS "ownershipVersion", c.last_seq AS "lastSeq",
  c.last_shopper_seq AS "lastShopperSeq", c.answered_seq AS "answeredSeq", c.agent_id AS "agentId", c.agent_name AS "agentName",
  c.preferred_agent_id AS "preferredAgentId", c.store_id AS "storeId", c.locale, c.severity, c.skill,
  c.handoff_reasons AS "handoffReasons", c.mood, c.queue_rank AS "queueRank", c.queued_at AS "queuedAt",
  c.assigned_at AS "assignedAt", c.handed_off_at AS "handedOffAt", c.first_reply_at AS "firstReplyAt", c.first_reply_due_at AS "firstReplyDueAt",
  c.waiting_since AS "waitingSince", c.resolved_at AS "resolvedAt", c.resolved_by AS "resolvedBy", c.shopper_name AS "shopperName",
  c.shopper_tier AS "shopperTier", c.last_text AS "lastText", c.last_author AS "lastAuthor",
  c.last_activity_at AS "lastActivityAt", c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;

const C = CONVERSATION_COLUMNS;

const M = `m.conversation_id AS "conversationId", m.seq, m.id, m.author_kind AS "authorKind", m.author_id AS "authorId",
  m.author_name AS "authorName", m.text, m.client_id AS "clientId", m.channel, m.external_id AS "externalId", m.attachments,
  m.citations, m.answers_from AS "answersFrom", m.answers_to AS "answersTo", m.outcome, m.suggestions, m.helpful, m.notice, m.context,
  m.created_at AS "createdAt"`;

const SHOPPER_SPEAKS = `UPDATE conversation c SET last_seq = last_seq + 1, last_shopper_seq = last_seq + 1, last_text = $2,
  last_author = 'shopper', last_activity_at = $3, updated_at = $3, channel = $4,
  waiting_since = CASE WHEN status = 'assigned' THEN coalesce(waiting_since, $3) ELSE waiting_since END`;

/** In the order in which the queue is served: lost agents' shoppers first, then by severity, then by waiting time. */
const QUEUE_ORDER = `c.queue_rank, CASE c.severity WHEN 'critical' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END, c.queued_at, c.id`;

/** Columns a change may set, by their name in the record. */
const COLUMN: Readonly<Record<string, string>> = {
  status: 'status',
  agentId: 'agent_id',
  agentName: 'agent_name',
  preferredAgentId: 'preferred_agent_id',
  storeId: 'store_id',
  severity: 'severity',
  skill: 'skill',
  handoffReasons: 'handoff_reasons',
  mood: 'mood',
  queueRank: 'queue_rank',
  queuedAt: 'queued_at',
  assignedAt: 'assigned_at',
  handedOffAt: 'handed_off_at',
  firstReplyAt: 'first_reply_at',
  firstReplyDueAt: 'first_reply_due_at',
  waitingSince: 'waiting_since',
  resolvedAt: 'resolved_at',
  resolvedBy: 'resolved_by',
  outcome: 'outcome',
  answeredSeq: 'answered_seq',
  ownershipVersion: 'ownership_version',
  lastSeq: 'last_seq',
  lastShopperSeq: 'last_shopper_seq',
  lastText: 'last_text',
  lastAuthor: 'last_author',
  lastActivityAt: 'last_activity_at',
  updatedAt: 'updated_at',
  noteSeq: 'note_seq',
  channel: 'channel',
  shopperName: 'shopper_name',
  shopperTier: 'shopper_tier',
  turnLeaseId: 'turn_lease_id',
  turnLeaseUntil: 'turn_lease_until',
};

export interface NewConversation {
  id: string;
  shopperId: string;
  channel: Channel;
  locale: Locale;
  storeId: string | null;
  shopperName: string | null;
  shopperTier: string | null;
  at: Date;
}

@Injectable()
export class ConversationRepository {
  async find(tx: Tx, id: string): Promise<ConversationRecord | undefined> {
    return (await sql<ConversationRecord>(tx, `SELECT ${C} FROM conversation c WHERE c.id = $1`, [id]))[0];
  }

  async lock(tx: Tx, id: string): Promise<ConversationRecord | undefined> {
    return (await sql<ConversationRecord>(tx, `SELECT ${C} FROM conversation c WHERE c.id = $1 FOR UPDATE`, [id]))[0];
  }

  /** The shopper's open conversation, else the latest resolved one; locked. */
  async lockLatest(tx: Tx, shopperId: string): Promise<ConversationRecord | undefined> {
    const rows = await sql<ConversationRecord>(
      tx,
      `SELECT ${C} FROM conversation c WHERE c.shopper_id = $1
       ORDER BY (c.status <> 'resolved') DESC, c.created_at DESC, c.id DESC LIMIT 1 FOR UPDATE`,
      [shopperId],
    );
    return rows[0];
  }

  async latestOf(tx: Tx, shopperId: string): Promise<ConversationRecord | undefined> {
    const rows = await sql<ConversationRecord>(
      tx,
      `SELECT ${C} FROM conversation c WHERE c.shopper_id = $1
       ORDER BY (c.status <> 'resolved') DESC, c.created_at DESC, c.id DESC LIMIT 1`,
      [shopperId],
    );
    return rows[0];
  }

  /** Opens a conversation unless the shopper has an open one: the partial unique index decides a race. */
  async open(tx: Tx, fresh: NewConversation): Promise<ConversationRecord | undefined> {
    const rows = await sql<ConversationRecord>(
      tx,
      `WITH c AS (
         INSERT INTO conversation (id, shopper_id, channel, status, locale, store_id, shopper_name, shopper_tier,
           last_activity_at, created_at, updated_at)
         VALUES ($1, $2, $3, 'bot', $4, $5, $6, $7, $8, $8, $8)
         ON CONFLICT (shopper_id) WHERE status <> 'resolved' DO NOTHING RETURNING *),
       searchable AS (INSERT INTO message_search (conversation_id, seq, terms) SELECT id, 0, $9::tsvector FROM c)
       SELECT ${C} FROM c`,
      [
        fresh.id,
        fresh.shopperId,
        fresh.channel,
        fresh.locale,
        fresh.storeId,
        fresh.shopperName,
        fresh.shopperTier,
        fresh.at,
        searchVector(fresh.shopperName),
      ],
    );
    return rows[0];
  }

  /** Sets columns of a row that the caller has locked. */
  async update(tx: Tx, id: string, changes: Readonly<Record<string, unknown>>): Promise<ConversationRecord> {
    const params: unknown[] = [id];
    const sets = Object.entries(changes).map(([name, value]) => {
      const column = COLUMN[name];
      if (!column) throw new Error(`not a column: ${name}`);
      params.push(name === 'handoffReasons' ? JSON.stringify(value) : value);
      return `${column} = $${params.length}`;
    });
    const rows = await sql<ConversationRecord>(
      tx,
      `UPDATE conversation c SET ${sets.join(', ')} WHERE c.id = $1 RETURNING ${C}`,
      params,
    );
    if (!rows[0]) throw new Error(`conversation ${id} is gone`);
    return rows[0];
  }

  /** As `nextForShopper`, in the shopper's open conversation; undefined when there is none. */
  async nextInOpen(
    tx: Tx,
    shopperId: string,
    said: { text: string; channel: Channel },
    at: Date,
  ): Promise<ConversationRecord | undefined> {
    const rows = await sql<ConversationRecord>(
      tx,
      `${SHOPPER_SPEAKS} WHERE c.shopper_id = $1 AND c.status <> 'resolved' RETURNING ${C}`,
      [shopperId, said.text, at, said.channel],
    );
    return rows[0];
  }

  /** The next number for a shopper's message, with the owner as it is now: the row's lock gives the order. */
  async nextForShopper(
    tx: Tx,
    id: string,
    said: { text: string; channel: Channel },
    at: Date,
  ): Promise<ConversationRecord> {
    const rows = await sql<ConversationRecord>(tx, `${SHOPPER_SPEAKS} WHERE c.id = $1 RETURNING ${C}`, [
      id,
      said.text,
      at,
      said.channel,
    ]);
    if (!rows[0]) throw new Error(`conversation ${id} is gone`);
    return rows[0];
  }

  /**
   * The fence: takes the next number for a bot's answer only if owner, version and what was answered are as the turn has read them and,
   * unless `loose`, nothing has been said since. Undefined: the draft is void.
   */
  async nextForBot(
    tx: Tx,
    draft: {
      conversationId: string;
      ownershipVersion: number;
      fromSeq: number;
      toSeq: number;
      loose: boolean;
      text: string;
      mood: string | null;
    },
    at: Date,
  ): Promise<ConversationRecord | undefined> {
    const rows = await sql<ConversationRecord>(
      tx,
      `UPDATE conversation c SET last_seq = last_seq + 1, answered_seq = $4, last_text = $6, last_author = 'bot',
         mood = coalesce($7, mood), last_activity_at = $8, updated_at = $8, turn_lease_id = NULL, turn_lease_until = NULL
       WHERE c.id = $1 AND c.status = 'bot' AND c.ownership_version = $2 AND c.answered_seq = $3::int - 1
         AND ($5::boolean OR c.last_shopper_seq = $4) RETURNING ${C}`,
      [
        draft.conversationId,
        draft.ownershipVersion,
        draft.fromSeq,
        draft.toSeq,
        draft.loose,
        draft.text,
        draft.mood,
        at,
      ],
    );
    return rows[0];
  }

  /** Stores a message, and beside it by what it is found. */
  async insertMessage(tx: Tx, m: MessageRow): Promise<void> {
    const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
    await sql(
      tx,
      `WITH searchable AS (
         INSERT INTO message_search (conversation_id, seq, terms) SELECT $1, $2, $20::tsvector WHERE $20::text IS NOT NULL
         ON CONFLICT (conversation_id, seq) DO UPDATE SET terms = excluded.terms)
       INSERT INTO message (conversation_id, seq, id, author_kind, author_id, author_name, text, client_id, channel, external_id,
         attachments, citations, answers_from, answers_to, outcome, suggestions, notice, context, created_at)
       VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11::jsonb,$12::jsonb,$13,$14,$15,$16::jsonb,$17,$18::jsonb,$19)`,
      [
        m.conversationId,
        m.seq,
        m.id,
        m.authorKind,
        m.authorId,
        m.authorName,
        m.text,
        m.clientId,
        m.channel,
        m.externalId,
        json(m.attachments),
        json(m.citations),
        m.answersFrom,
        m.answersTo,
        m.outcome,
        json(m.suggestions),
        m.notice,
        json(m.context),
        m.createdAt,
        searchTermsOf(m),
      ],
    );
  }

  async findByExternalId(tx: Tx, channel: string, externalId: string): Promise<MessageRow | undefined> {
    return (
      await sql<MessageRow>(tx, `SELECT ${M} FROM message m WHERE m.channel = $1 AND m.external_id = $2`, [
        channel,
        externalId,
      ])
    )[0];
  }

  async findMessage(tx: Tx, id: string): Promise<MessageRow | undefined> {
    return (await sql<MessageRow>(tx, `SELECT ${M} FROM message m WHERE m.id = $1`, [id]))[0];
  }

  async markHelpful(tx: Tx, id: string, helpful: boolean): Promise<void> {
    await sql(tx, 'UPDATE message SET helpful = $2 WHERE id = $1', [id, helpful]);
  }

  messages(tx: Tx, conversationId: string, afterSeq: number, limit: number): Promise<MessageRow[]> {
    return sql<MessageRow>(
      tx,
      `SELECT ${M} FROM message m WHERE m.conversation_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3`,
      [conversationId, afterSeq, limit],
    );
  }

  /** Takes the conversation's turn for `leaseMs`, if it is free and something waits for an answer (or may withdraw). */
  async claimTurn(
    tx: Tx,
    id: string,
    leaseId: string,
    at: Date,
    leaseMs: number,
  ): Promise<ConversationRecord | undefined> {
    const rows = await sql<ConversationRecord>(
      tx,
      `UPDATE conversation c SET turn_lease_id = $2, turn_lease_until = $4
       WHERE c.id = $1 AND c.status IN ('bot', 'queued') AND c.last_shopper_seq > c.answered_seq
         AND (c.turn_lease_until IS NULL OR c.turn_lease_until < $3) RETURNING ${C}`,
      [id, leaseId, at, new Date(at.getTime() + leaseMs)],
    );
    return rows[0];
  }

  async releaseTurn(tx: Tx, id: string, leaseId: string): Promise<void> {
    await sql(
      tx,
      `UPDATE conversation SET turn_lease_id = NULL, turn_lease_until = NULL WHERE id = $1 AND turn_lease_id = $2`,
      [id, leaseId],
    );
  }

  async releaseAllTurns(tx: Tx): Promise<void> {
    await sql(
      tx,
      `UPDATE conversation SET turn_lease_id = NULL, turn_lease_until = NULL WHERE turn_lease_id IS NOT NULL`,
    );
  }

  async nextNote(
    tx: Tx,
    id: string,
  ): Promise<{ noteSeq: number; lastSeq: number; agentId: string | null } | undefined> {
    const rows = await sql<{ noteSeq: number; lastSeq: number; agentId: string | null }>(
      tx,
      `UPDATE conversation SET note_seq = note_seq + 1 WHERE id = $1 RETURNING note_seq AS "noteSeq",
         last_seq AS "lastSeq", agent_id AS "agentId"`,
      [id],
    );
    return rows[0];
  }

  async insertNote(tx: Tx, n: NoteRow): Promise<void> {
    await sql(
      tx,
      `INSERT INTO note (conversation_id, note_seq, id, after_seq, author_id, author_name, text, whisper, mentions,
         created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9::jsonb,$10)`,
      [
        n.conversationId,
        n.noteSeq,
        n.id,
        n.afterSeq,
        n.authorId,
        n.authorName,
        n.text,
        n.whisper,
        JSON.stringify(n.mentions),
        n.createdAt,
      ],
    );
  }

  notes(tx: Tx, conversationId: string): Promise<NoteRow[]> {
    return sql<NoteRow>(
      tx,
      `SELECT id, conversation_id AS "conversationId", note_seq AS "noteSeq", after_seq AS "afterSeq", author_id AS "authorId",
         author_name AS "authorName", text, whisper, mentions, created_at AS "createdAt" FROM note WHERE conversation_id = $1 ORDER BY note_seq`,
      [conversationId],
    );
  }

  queue(tx: Tx, limit: number): Promise<ConversationRecord[]> {
    return sql<ConversationRecord>(
      tx,
      `SELECT ${C} FROM conversation c WHERE c.status = 'queued' ORDER BY ${QUEUE_ORDER} LIMIT $1`,
      [limit],
    );
  }

  assignedTo(tx: Tx, agentId: string): Promise<ConversationRecord[]> {
    return sql<ConversationRecord>(
      tx,
      `SELECT ${C} FROM conversation c WHERE c.agent_id = $1 AND c.status = 'assigned' ORDER BY c.assigned_at, c.id`,
      [agentId],
    );
  }

  /** Gives a shopper's conversations to the one they have turned out to be, as far as they have ended. */
  async give(tx: Tx, from: string, to: string): Promise<void> {
    await sql(tx, `UPDATE conversation SET shopper_id = $2 WHERE shopper_id = $1 AND status = 'resolved'`, [from, to]);
  }

  ofShopper(tx: Tx, shopperId: string, limit: number): Promise<ConversationRecord[]> {
    return sql<ConversationRecord>(
      tx,
      `SELECT ${C} FROM conversation c WHERE c.shopper_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT $2`,
      [shopperId, limit],
    );
  }

  async openCounts(tx: Tx, agentIds: string[]): Promise<Map<string, number>> {
    const rows = await sql<{ agentId: string; count: number }>(
      tx,
      `SELECT agent_id AS "agentId", count(*)::int AS count FROM conversation
       WHERE status = 'assigned' AND agent_id = ANY($1::uuid[]) GROUP BY agent_id`,
      [agentIds],
    );
    return new Map(rows.map((r) => [r.agentId, r.count]));
  }

  /** Conversations in which nothing has been said since `before`; of the bot's only those with nothing left to answer. */
  async idle(tx: Tx, status: 'bot' | 'queued', before: Date, limit: number): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT id FROM conversation WHERE status = $1 AND last_activity_at < $2 AND ($1 = 'queued' OR answered_seq = last_shopper_seq)
       ORDER BY last_activity_at LIMIT $3`,
      [status, before, limit],
    );
    return rows.map((r) => r.id);
  }
}
