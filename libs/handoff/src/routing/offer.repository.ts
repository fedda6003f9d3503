import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { sql, type Tx } from '#platform';
import type { OfferState } from './handoff-offer.entity.js';

export interface OfferRow {
  id: string;
  conversationId: string;
  ownershipVersion: number;
  agentId: string;
  expiresAt: Date;
}

/** An agent who was asked about a conversation and did not take it, and how long ago. */
export interface PassedOffer {
  conversationId: string;
  ownershipVersion: number;
  agentId: string;
  state: OfferState;
  agoMs: number;
}

const COLUMNS = `id, conversation_id AS "conversationId", ownership_version AS "ownershipVersion", agent_id AS "agentId",
  expires_at AS "expiresAt"`;

@Injectable()
export class OfferRepository {
  /** Opens an offer; undefined when the conversation has one already. */
  async open(
    tx: Tx,
    offer: { conversationId: string; ownershipVersion: number; agentId: string },
    offerMs: number,
  ): Promise<OfferRow | undefined> {
    const rows = await sql<OfferRow>(
      tx,
      `INSERT INTO handoff_offer (id, conversation_id, ownership_version, agent_id, expires_at)
       VALUES ($1, $2, $3, $4, now() + $5::int * interval '1 ms')
       ON CONFLICT (conversation_id) WHERE state = 'pending' DO NOTHING RETURNING ${COLUMNS}`,
      [newId(), offer.conversationId, offer.ownershipVersion, offer.agentId, offerMs],
    );
    return rows[0];
  }

  async pendingCount(tx: Tx, agentId: string): Promise<number> {
    const rows = await sql<{ n: number }>(
      tx,
      `SELECT count(*)::int AS n FROM handoff_offer WHERE agent_id = $1 AND state = 'pending'`,
      [agentId],
    );
    return rows[0]?.n ?? 0;
  }

  pendingOf(tx: Tx, agentId: string): Promise<OfferRow[]> {
    return sql<OfferRow>(
      tx,
      `SELECT ${COLUMNS} FROM handoff_offer WHERE agent_id = $1 AND state = 'pending' AND expires_at > now() ORDER BY id`,
      [agentId],
    );
  }

  pending(tx: Tx): Promise<OfferRow[]> {
    return sql<OfferRow>(tx, `SELECT ${COLUMNS} FROM handoff_offer WHERE state = 'pending' ORDER BY id`);
  }

  /** The accepting agent's offer becomes accepted, anybody else's withdrawn. Returns the withdrawn ones. */
  async accepted(tx: Tx, conversationId: string, agentId: string): Promise<OfferRow[]> {
    const rows = await sql<OfferRow>(
      tx,
      `UPDATE handoff_offer SET decided_at = now(), state = CASE WHEN agent_id = $2 THEN 'accepted' ELSE 'withdrawn' END
       WHERE conversation_id = $1 AND state = 'pending' RETURNING ${COLUMNS}`,
      [conversationId, agentId],
    );
    return rows.filter((r) => r.agentId !== agentId);
  }

  /** Takes back the open offers of a conversation; with `beforeVersion` only those of older versions. */
  withdraw(tx: Tx, conversationId: string, beforeVersion?: number): Promise<OfferRow[]> {
    return sql<OfferRow>(
      tx,
      `UPDATE handoff_offer SET decided_at = now(), state = 'withdrawn'
       WHERE conversation_id = $1 AND state = 'pending' AND ($2::int IS NULL OR ownership_version < $2::int) RETURNING ${COLUMNS}`,
      [conversationId, beforeVersion ?? null],
    );
  }

  withdrawFromAgents(tx: Tx, agentIds: readonly string[]): Promise<OfferRow[]> {
    return sql<OfferRow>(
      tx,
      `UPDATE handoff_offer SET decided_at = now(), state = 'withdrawn'
       WHERE agent_id = ANY($1::uuid[]) AND state = 'pending' RETURNING ${COLUMNS}`,
      [agentIds],
    );
  }

  async decline(tx: Tx, conversationId: string, agentId: string): Promise<boolean> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE handoff_offer SET decided_at = now(), state = 'declined'
       WHERE conversation_id = $1 AND agent_id = $2 AND state = 'pending' RETURNING id`,
      [conversationId, agentId],
    );
    return rows.length > 0;
  }

  /** Records that an agent has passed a conversation on, so that it is not at once offered to the one who gave it away. */
  async passedOn(tx: Tx, conversationId: string, ownershipVersion: number, agentId: string): Promise<void> {
    await sql(
      tx,
      `INSERT INTO handoff_offer (id, conversation_id, ownership_version, agent_id, expires_at, decided_at, state)
       VALUES ($1, $2, $3, $4, now(), now(), 'declined')`,
      [newId(), conversationId, ownershipVersion, agentId],
    );
  }

  /** Ends the offers whose time is over and returns them. */
  expire(tx: Tx): Promise<OfferRow[]> {
    return sql<OfferRow>(
      tx,
      `UPDATE handoff_offer SET decided_at = now(), state = 'expired'
       WHERE state = 'pending' AND expires_at <= now() RETURNING ${COLUMNS}`,
    );
  }

  /** Who was asked about these conversations in the last `withinMs` and did not take them. */
  passed(tx: Tx, conversationIds: readonly string[], withinMs: number): Promise<PassedOffer[]> {
    return sql<PassedOffer>(
      tx,
      `SELECT conversation_id AS "conversationId", ownership_version AS "ownershipVersion", agent_id AS "agentId", state,
              (extract(epoch FROM now() - decided_at) * 1000)::float8 AS "agoMs"
       FROM handoff_offer
       WHERE conversation_id = ANY($1::uuid[]) AND state IN ('declined', 'expired')
         AND decided_at > now() - $2::int * interval '1 ms'`,
      [conversationIds, withinMs],
    );
  }
}
