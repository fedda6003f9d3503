import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';
import type { WeChatAccountRow } from './account.entity.js';

const A = `id, kind, name, app_id AS "appId", app_secret AS "appSecret", token, aes_key AS "aesKey", managed_by AS "managedBy", sends,
  menus, problem, problem_at AS "problemAt", version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** What an account is made of, with its secrets sealed. */
export type AccountFields = Pick<
  WeChatAccountRow,
  'id' | 'kind' | 'name' | 'appId' | 'appSecret' | 'token' | 'aesKey' | 'managedBy' | 'sends'
>;

@Injectable()
export class WeChatAccountRepository {
  all(tx: Tx): Promise<WeChatAccountRow[]> {
    return sql<WeChatAccountRow>(tx, `SELECT ${A} FROM wechat_account ORDER BY created_at, id`);
  }

  async find(tx: Tx, id: string): Promise<WeChatAccountRow | undefined> {
    return (await sql<WeChatAccountRow>(tx, `SELECT ${A} FROM wechat_account WHERE id = $1`, [id]))[0];
  }

  /** Undefined: the id is taken. */
  async insert(tx: Tx, a: AccountFields, at: Date): Promise<WeChatAccountRow | undefined> {
    const rows = await sql<WeChatAccountRow>(
      tx,
      `INSERT INTO wechat_account (id, kind, name, app_id, app_secret, token, aes_key, managed_by, sends, created_at, updated_at)
       VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$10) ON CONFLICT (id) DO NOTHING RETURNING ${A}`,
      [a.id, a.kind, a.name, a.appId, a.appSecret, a.token, a.aesKey, a.managedBy, a.sends, at],
    );
    return rows[0];
  }

  /** The environment's account, as the environment now says; only one is the environment's. What sending has taught is learned anew. */
  async putEnvironments(tx: Tx, a: Pick<AccountFields, 'id' | 'kind' | 'appId'>, at: Date): Promise<void> {
    await sql(
      tx,
      `INSERT INTO wechat_account (id, kind, name, app_id, managed_by, created_at, updated_at)
       VALUES ($1, $2, $1, $3, 'environment', $4, $4)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, app_id = excluded.app_id, managed_by = 'environment',
         app_secret = NULL, token = NULL, aes_key = NULL, sends = 'api', menus = true, problem = NULL, problem_at = NULL`,
      [a.id, a.kind, a.appId, at],
    );
  }

  async removeEnvironments(tx: Tx, except: string | null): Promise<void> {
    await sql(tx, `DELETE FROM wechat_account WHERE managed_by = 'environment' AND ($1::text IS NULL OR id <> $1)`, [
      except,
    ]);
  }

  /** Undefined: it is of another version by now, or gone. A change is a new beginning: what was wrong is forgotten. */
  async update(tx: Tx, a: AccountFields, version: number, at: Date): Promise<WeChatAccountRow | undefined> {
    const rows = await sql<WeChatAccountRow>(
      tx,
      `UPDATE wechat_account SET kind = $3, name = $4, app_id = $5, app_secret = $6, token = $7, aes_key = $8, sends = $9, menus = true,
         problem = NULL, problem_at = NULL, version = version + 1, updated_at = $10
       WHERE id = $1 AND version = $2 RETURNING ${A}`,
      [a.id, version, a.kind, a.name, a.appId, a.appSecret, a.token, a.aesKey, a.sends, at],
    );
    return rows[0];
  }

  async remove(tx: Tx, id: string): Promise<boolean> {
    return (await sql(tx, 'DELETE FROM wechat_account WHERE id = $1 RETURNING id', [id])).length > 0;
  }

  /** What sending has taught of an account. */
  async learn(
    tx: Tx,
    id: string,
    learned: { sends?: 'passive'; menus?: false; problem?: string | null },
    at: Date,
  ): Promise<void> {
    await sql(
      tx,
      `UPDATE wechat_account SET sends = coalesce($2, sends), menus = coalesce($3::boolean, menus),
         problem = CASE WHEN $4::boolean THEN $5 ELSE problem END, problem_at = CASE WHEN $4::boolean THEN $6 ELSE problem_at END
       WHERE id = $1`,
      [id, learned.sends ?? null, learned.menus ?? null, learned.problem !== undefined, learned.problem ?? null, at],
    );
  }
}
