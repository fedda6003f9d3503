import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, type HandoffReason, type HandoffVerdict, type Severity } from '#kernel';
import { sql, type Tx } from '#platform';

export interface NewDecision {
  conversationId: string;
  /** The shopper's messages the decision is about, by seq, inclusive. */
  fromSeq: number;
  toSeq: number;
  verdict: HandoffVerdict;
  /** The policy's whole input, so that another policy can be tried on it. */
  input: object;
  /** The settings it was decided by; kept as a hash. */
  settings: object;
}

export interface DecisionRow {
  id: string;
  conversationId: string;
  fromSeq: number;
  toSeq: number;
  decision: boolean;
  severity: Severity;
  skill: string;
  reasons: HandoffReason[];
  input: unknown;
  settingsHash: string;
  createdAt: Date;
}

const COLUMNS = `id, conversation_id AS "conversationId", from_seq AS "fromSeq", to_seq AS "toSeq", decision, severity, skill, reasons,
  input, settings_hash AS "settingsHash", created_at AS "createdAt"`;

const hashes = new WeakMap<object, string>();

/** SHA-256 of the settings, whatever the order of their fields. Kept per object: settings are read far more often than changed. */
export function settingsHash(settings: object): string {
  let hash = hashes.get(settings);
  if (hash === undefined) {
    hash = createHash('sha256').update(JSON.stringify(settings, sortKeys)).digest('hex');
    hashes.set(settings, hash);
  }
  return hash;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every run of the handoff policy, also those that said no: agents see why they got a case, analysts replay a change of policy. */
@Injectable()
export class DecisionRepository {
  async record(tx: Tx, decision: NewDecision): Promise<void> {
    const { verdict } = decision;
    await sql(
      tx,
      `INSERT INTO handoff_decision
         (id, conversation_id, from_seq, to_seq, decision, severity, skill, reasons, input, settings_hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10)`,
      [
        newId(),
        decision.conversationId,
        decision.fromSeq,
        decision.toSeq,
        verdict.decision,
        verdict.severity,
        verdict.skill,
        JSON.stringify(verdict.reasons),
        JSON.stringify(decision.input),
        settingsHash(decision.settings),
      ],
    );
  }

  /** The policy's last runs, latest first. Handovers by the button, which ask no policy, are not among them. */
  latest(tx: Tx, limit: number): Promise<DecisionRow[]> {
    return sql<DecisionRow>(
      tx,
      `SELECT ${COLUMNS} FROM handoff_decision WHERE input <> '{}'::jsonb ORDER BY id DESC LIMIT $1`,
      [limit],
    );
  }

  /** Decisions of one conversation, oldest first. */
  ofConversation(tx: Tx, conversationId: string): Promise<DecisionRow[]> {
    return sql<DecisionRow>(
      tx,
      `SELECT ${COLUMNS} FROM handoff_decision WHERE conversation_id = $1 ORDER BY to_seq, id`,
      [conversationId],
    );
  }
}
