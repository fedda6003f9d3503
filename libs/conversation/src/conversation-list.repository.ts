import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';
import type { Channel, ConversationStatus, MoodLabel, Severity } from '#kernel';
import { CONVERSATION_COLUMNS } from './conversation.repository.js';
import type { ConversationRecord } from './records.js';

/** Everything given must hold; nothing given: all conversations. */
export interface ConversationFilter {
  /** `open`: all that have not ended. */
  status?: ConversationStatus | 'open';
  mood?: MoodLabel;
  /** Only these. */
  ids?: readonly string[];
  /** Begun then or later. */
  begunSince?: Date;
  /** Was it handed to people? */
  handedOff?: boolean;
  agentId?: string;
  severity?: Severity;
  channel?: Channel;
  storeId?: string;
  shopperId?: string;
  /** Only those with something in this time: changed since `from`, begun before `to`. */
  from?: Date;
  to?: Date;
  /** Only what an agent of this id may see: what waits, what has ended, and their own. */
  visibleTo?: string;
  /** All terms must be found, each in a message, in the shopper's name, or because the shopper is one of `shopperIds`. */
  terms?: readonly { query: string; shopperIds: readonly string[] }[];
}

export interface ListPage {
  limit: number;
  after?: { updatedAt: Date; id: string };
}

/** Lists of conversations by whatever is asked for, latest change first. */
@Injectable()
export class ConversationListRepository {
  list(tx: Tx, filter: ConversationFilter, { limit, after }: ListPage): Promise<ConversationRecord[]> {
    const params: unknown[] = [];
    const given = (value: unknown): string => `$${params.push(value)}`;
    const conditions = conditionsOf(filter, given);
    if (after)
      conditions.push(`(c.updated_at, c.id) < (${given(after.updatedAt)}::timestamptz, ${given(after.id)}::uuid)`);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return sql<ConversationRecord>(
      tx,
      `SELECT ${CONVERSATION_COLUMNS} FROM conversation c ${where} ORDER BY c.updated_at DESC, c.id DESC LIMIT ${given(limit)}`,
      params,
    );
  }
}

function conditionsOf(filter: ConversationFilter, given: (value: unknown) => string): string[] {
  const conditions: string[] = [];
  const equal = (column: string, value: string | undefined, type = 'text'): void => {
    if (value !== undefined) conditions.push(`c.${column} = ${given(value)}::${type}`);
  };
  if (filter.status === 'open') conditions.push(`c.status <> 'resolved'`);
  else equal('status', filter.status);
  equal('mood', filter.mood);
  equal('agent_id', filter.agentId, 'uuid');
  equal('severity', filter.severity);
  equal('channel', filter.channel);
  equal('store_id', filter.storeId);
  equal('shopper_id', filter.shopperId, 'uuid');
  if (filter.ids) conditions.push(`c.id = ANY(${given([...filter.ids])}::uuid[])`);
  if (filter.begunSince) {
    const since = given(filter.begunSince);
    // Nothing changes before it begins: so the index over changes finds it.
    conditions.push(`c.created_at >= ${since}::timestamptz AND c.updated_at >= ${since}::timestamptz`);
  }
  if (filter.handedOff !== undefined) conditions.push(`c.handed_off_at IS ${filter.handedOff ? 'NOT NULL' : 'NULL'}`);
  if (filter.from) conditions.push(`c.updated_at >= ${given(filter.from)}::timestamptz`);
  if (filter.to) conditions.push(`c.created_at < ${given(filter.to)}::timestamptz`);
  if (filter.visibleTo !== undefined)
    conditions.push(`(c.status IN ('queued', 'resolved') OR c.agent_id = ${given(filter.visibleTo)}::uuid)`);
  for (const { query, shopperIds } of filter.terms ?? []) {
    const said = `c.id IN (SELECT s.conversation_id FROM message_search s WHERE s.terms @@ ${given(query)}::tsquery)`;
    conditions.push(
      shopperIds.length === 0 ? said : `(${said} OR c.shopper_id = ANY(${given([...shopperIds])}::uuid[]))`,
    );
  }
  return conditions;
}
