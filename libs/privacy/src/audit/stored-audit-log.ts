import { Injectable } from '@nestjs/common';
import { AppError, Clock, isId, newId, type WireAuditEntry } from '#kernel';
import { AuditLog, Database, type AuditedAct, type Tx } from '#platform';
import { AuditEntryRepository, type AuditFilter, type AuditRow } from './audit-entry.repository.js';

/** The audit log in the database. */
@Injectable()
export class StoredAuditLog extends AuditLog {
  constructor(
    private readonly db: Database,
    private readonly entries: AuditEntryRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override record(tx: Tx, act: AuditedAct): Promise<void> {
    return this.entries.insert(tx, {
      id: newId(),
      at: this.clock.now(),
      actorId: act.actor.id,
      actorName: act.actor.name,
      action: act.action,
      subjectType: act.subject.type,
      subjectId: act.subject.id,
      details: { ...act.details },
    });
  }

  /** A page, newest first. `cursor` is the former page's `nextCursor`. Throws CURSOR_INVALID. */
  async page(
    filter: AuditFilter & { limit: number; cursor?: string },
  ): Promise<{ entries: WireAuditEntry[]; nextCursor?: string }> {
    const { limit, cursor, ...conditions } = filter;
    if (cursor !== undefined && !isId(cursor)) throw new AppError('CURSOR_INVALID');
    const rows = await this.entries.page(this.db.manager, conditions, cursor, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { entries: page.map(toWire), ...(rows.length > limit && last ? { nextCursor: last.id } : {}) };
  }
}

function toWire(row: AuditRow): WireAuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { id: row.actorId, name: row.actorName },
    action: row.action,
    subject: { type: row.subjectType, id: row.subjectId },
    details: row.details,
  };
}
