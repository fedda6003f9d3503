import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';
import type { AuditAction, AuditSubjectType } from '#kernel';

export interface AuditRow {
  id: string;
  at: Date;
  actorId: string | null;
  actorName: string;
  action: AuditAction;
  subjectType: AuditSubjectType;
  subjectId: string;
  details: Record<string, unknown>;
}

export interface AuditFilter {
  actorId?: string;
  action?: AuditAction;
  subjectId?: string;
}

@Injectable()
export class AuditEntryRepository {
  async insert(tx: Tx, row: AuditRow): Promise<void> {
    await sql(
      tx,
      `INSERT INTO audit_entry (id, at, actor_id, actor_name, action, subject_type, subject_id, details)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
      [
        row.id,
        row.at,
        row.actorId,
        row.actorName,
        row.action,
        row.subjectType,
        row.subjectId,
        JSON.stringify(row.details),
      ],
    );
  }

  /** Newest first, older than `beforeId` where that is given. */
  page(tx: Tx, filter: AuditFilter, beforeId: string | undefined, limit: number): Promise<AuditRow[]> {
    const conditions: string[] = [];
    const params: unknown[] = [limit];
    const where = (column: string, sign: '=' | '<', value: string | undefined): void => {
      if (value === undefined) return;
      params.push(value);
      conditions.push(`${column} ${sign} $${params.length}`);
    };
    where('actor_id', '=', filter.actorId);
    where('action', '=', filter.action);
    where('subject_id', '=', filter.subjectId);
    where('id', '<', beforeId);
    return sql<AuditRow>(
      tx,
      `SELECT id, at, actor_id AS "actorId", actor_name AS "actorName", action, subject_type AS "subjectType",
         subject_id AS "subjectId", details
       FROM audit_entry ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY id DESC LIMIT $1`,
      params,
    );
  }
}
