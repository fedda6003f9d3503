import type { AuditAction, AuditSubjectType } from '#kernel';
import type { Tx } from '../database/database.js';

/** An act of somebody who works here, as it is written down. */
export interface AuditedAct {
  /** Who did it, under the name of that day. `id` is null for the operators' command line. */
  actor: { id: string | null; name: string };
  action: AuditAction;
  /** What it was done to: a conversation's or an agent's id, the key of a group of settings. */
  subject: { type: AuditSubjectType; id: string };
  /** Ids, names of fields, versions, counts. Never a text that somebody wrote, a password or a shopper's data. */
  details?: Readonly<Record<string, unknown>>;
}

/**
 * Writes down who did what. A port: the log itself is libs/privacy's, and domains do not know one another. Inject it wherever an act
 * has to be accounted for.
 */
export abstract class AuditLog {
  /** Writes the act in the transaction that does it: both happen or neither. */
  abstract record(tx: Tx, act: AuditedAct): Promise<void>;
}
