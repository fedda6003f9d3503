import { Injectable } from '@nestjs/common';
import { BREACHES, type AgentRole, type AgentStatus, type BreachKind, type Severity } from '#kernel';
import { sql, type Tx } from '#platform';
import { BREACH_SQL } from './breaches.js';

export interface BoardAgentRow {
  id: string;
  name: string;
  role: AgentRole;
  status: AgentStatus;
  capacity: number;
  conversations: { id: string; shopperId: string; shopperName?: string; severity?: Severity; waitingSince?: string }[];
}

export interface BoardNowRow {
  bot: number;
  queued: number;
  assigned: number;
  longestSince: Date | null;
  normal: number;
  urgent: number;
  critical: number;
  moodKnown: number;
  moodNegative: number;
  breaches: Record<BreachKind, number>;
  agents: BoardAgentRow[];
}

export interface BoardTodayRow {
  since: Date;
  conversations: number;
  handoffs: number;
  median: number | null;
  p90: number | null;
  rated: number;
  average: number | null;
}

const COUNTS = BREACHES.map((kind) => `'${kind}', (SELECT count(*)::int FROM (${BREACH_SQL[kind]}) late)`).join(', ');

/** The board's figures: a view over the tables of several libraries, which only reads. */
@Injectable()
export class BoardRepository {
  /** What is going on at `at`, in one statement over the open conversations. */
  async now(tx: Tx, at: Date): Promise<BoardNowRow> {
    const rows = await sql<BoardNowRow>(
      tx,
      `WITH open AS (SELECT * FROM conversation WHERE status <> 'resolved'),
       load AS (
         SELECT agent_id, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'shopperId', shopper_id,
           'shopperName', shopper_name,
           'severity', severity, 'waitingSince', waiting_since)) ORDER BY assigned_at, id) AS conversations
         FROM open WHERE status = 'assigned' GROUP BY agent_id),
       here AS (
         SELECT a.agent_id AS id, a.name, a.role, a.capacity, coalesce(l.conversations, '[]') AS conversations,
           CASE WHEN a.lease_until > now() THEN a.status ELSE 'offline' END AS status
         FROM agent_availability a LEFT JOIN load l ON l.agent_id = a.agent_id)
       SELECT count(*) FILTER (WHERE status = 'bot')::int AS bot,
         count(*) FILTER (WHERE status = 'queued')::int AS queued,
         count(*) FILTER (WHERE status = 'assigned')::int AS assigned,
         min(coalesce(waiting_since, queued_at)) FILTER (WHERE status = 'queued') AS "longestSince",
         count(*) FILTER (WHERE status = 'queued' AND coalesce(severity, 'normal') = 'normal')::int AS normal,
         count(*) FILTER (WHERE status = 'queued' AND severity = 'urgent')::int AS urgent,
         count(*) FILTER (WHERE status = 'queued' AND severity = 'critical')::int AS critical,
         count(mood)::int AS "moodKnown",
         count(*) FILTER (WHERE mood = 'negative')::int AS "moodNegative",
         jsonb_build_object(${COUNTS}) AS breaches,
         (SELECT coalesce(jsonb_agg(to_jsonb(here) ORDER BY CASE status WHEN 'online' THEN 0 WHEN 'away' THEN 1 ELSE 2 END, name, id), '[]')
          FROM here WHERE status <> 'offline' OR conversations <> '[]') AS agents
       FROM open`,
      [at],
    );
    return one(rows);
  }

  /** Of the conversations begun since midnight, in the time zone of the desk's hours. */
  async today(tx: Tx, at: Date): Promise<BoardTodayRow> {
    const rows = await sql<BoardTodayRow>(
      tx,
      `WITH zone AS (
         SELECT coalesce((SELECT value -> 'hours' ->> 'timeZone' FROM setting WHERE key = 'desk'), 'Asia/Shanghai') AS name),
       day AS (SELECT date_trunc('day', $1::timestamptz AT TIME ZONE name) AT TIME ZONE name AS since FROM zone),
       begun AS (
         SELECT id, handed_off_at, extract(epoch FROM first_reply_at - handed_off_at) AS waited FROM conversation
         WHERE updated_at >= (SELECT since FROM day) AND created_at >= (SELECT since FROM day))
       SELECT (SELECT since FROM day) AS since, count(*)::int AS conversations, count(handed_off_at)::int AS handoffs,
         (percentile_cont(0.5) WITHIN GROUP (ORDER BY waited))::float8 AS median,
         (percentile_cont(0.9) WITHIN GROUP (ORDER BY waited))::float8 AS p90,
         count(r.score)::int AS rated, avg(r.score)::float8 AS average
       FROM begun LEFT JOIN csat_response r ON r.conversation_id = begun.id`,
      [at],
    );
    return one(rows);
  }

  /** The latest `limit` conversations that are overdue in this way. */
  async late(tx: Tx, kind: BreachKind, at: Date, limit: number): Promise<string[]> {
    // Whether a kind asks for the time or not, the statement has the parameter.
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT id FROM (${BREACH_SQL[kind]}) late WHERE $1::timestamptz IS NOT NULL ORDER BY id DESC LIMIT $2`,
      [at, limit],
    );
    return rows.map((row) => row.id);
  }

  /** The latest `limit` conversations begun since then that shoppers have rated. */
  async rated(tx: Tx, since: Date, limit: number): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT c.id FROM conversation c JOIN csat_response r ON r.conversation_id = c.id
       WHERE c.updated_at >= $1 AND c.created_at >= $1 ORDER BY c.id DESC LIMIT $2`,
      [since, limit],
    );
    return rows.map((row) => row.id);
  }
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate returned no row');
  return row;
}
