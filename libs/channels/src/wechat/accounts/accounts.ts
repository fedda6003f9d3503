import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AppError, Clock, type WeChatAccountKind, type WeChatSends, type WireWeChatAccount } from '#kernel';
import { AppConfig, AuditLog, Database, TransactionRunner } from '#platform';
import type { WeChatAccountRow } from '../store/account.entity.js';
import { WeChatAccountRepository, type AccountFields } from '../store/account.repository.js';
import { Vault } from './vault.js';
import type { ChangedWeChatAccountDto, NewWeChatAccountDto } from './account.dto.js';

/** How long another process may go on with an account as it was. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 500;
const ACCOUNT_ID = /^[\w-]{1,64}$/;

/** An account with its secrets. Goes into no log and onto no wire. */
export interface WeChatAccount {
  id: string;
  kind: WeChatAccountKind;
  appId: string;
  appSecret: string;
  token: string;
  aesKey: string | null;
  sends: WeChatSends;
  menus: boolean;
  problem: string | null;
  /** When the desk came to know it. */
  since: Date;
}

export interface Actor {
  id: string | null;
  name: string;
}

type SecretName = 'appSecret' | 'token' | 'aesKey';

/** The merchant's accounts at WeChat: those kept here, and the one of the environment. */
@Injectable()
export class WeChatAccounts implements OnModuleInit {
  private readonly known = new LRUCache<string, WeChatAccount>({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });

  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly rows: WeChatAccountRepository,
    private readonly vault: Vault,
    private readonly audit: AuditLog,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const { account } = this.config.wechat;
    await this.rows.removeEnvironments(this.db.manager, account?.id ?? null);
    if (account) await this.rows.putEnvironments(this.db.manager, account, this.clock.now());
  }

  /** Throws WECHAT_ACCOUNT_NOT_FOUND, WECHAT_KEY_MISSING, WECHAT_SECRET_UNREADABLE. */
  async get(id: string): Promise<WeChatAccount> {
    const held = this.known.get(id);
    if (held) return held;
    const account = this.opened(await this.row(id));
    this.known.set(id, account);
    return account;
  }

  async all(): Promise<WireWeChatAccount[]> {
    return (await this.rows.all(this.db.manager)).map((row) => this.shown(row));
  }

  /** Throws WECHAT_ACCOUNT_NOT_FOUND. */
  async show(id: string): Promise<WireWeChatAccount> {
    return this.shown(await this.row(id));
  }

  /** Throws WECHAT_ACCOUNT_TAKEN, WECHAT_KEY_MISSING. */
  async add(input: NewWeChatAccountDto, by: Actor): Promise<WireWeChatAccount> {
    const fields: AccountFields = {
      id: input.id,
      kind: input.kind,
      name: input.name ?? input.id,
      appId: input.appId,
      appSecret: this.seal(input.id, 'appSecret', input.appSecret),
      token: this.seal(input.id, 'token', input.token),
      aesKey: input.aesKey === undefined ? null : this.seal(input.id, 'aesKey', input.aesKey),
      managedBy: 'desk',
      sends: input.sends ?? 'api',
    };
    return this.transactions.run(async (tx) => {
      const row = await this.rows.insert(tx, fields, this.clock.now());
      if (!row) throw new AppError('WECHAT_ACCOUNT_TAKEN');
      await this.audit.record(tx, {
        actor: by,
        action: 'wechat_account.added',
        subject: { type: 'wechat_account', id: row.id },
        details: { kind: row.kind },
      });
      return shown(row);
    });
  }

  /** Throws WECHAT_ACCOUNT_NOT_FOUND, WECHAT_ACCOUNT_OF_ENVIRONMENT, VERSION_CONFLICT, WECHAT_KEY_MISSING. */
  async change(id: string, input: ChangedWeChatAccountDto, by: Actor): Promise<WireWeChatAccount> {
    const current = await this.ownRow(id);
    const sealed = (name: SecretName): string | null => {
      const given = input[name];
      return given === undefined ? current[name] : given === null ? null : this.seal(id, name, given);
    };
    const fields: AccountFields = {
      id,
      kind: input.kind,
      name: input.name ?? current.name,
      appId: input.appId,
      appSecret: sealed('appSecret'),
      token: sealed('token'),
      aesKey: sealed('aesKey'),
      managedBy: 'desk',
      sends: input.sends ?? 'api',
    };
    if (fields.kind === 'wecom_kf' && fields.aesKey === null)
      throw new AppError('VALIDATION_FAILED', {
        reason: { 'zh-CN': '微信客服必须填写 EncodingAESKey', en: 'wecom_kf needs an aesKey' },
      });
    const changed = await this.transactions.run(async (tx) => {
      const row = await this.rows.update(tx, fields, input.version, this.clock.now());
      if (!row) throw new AppError('VERSION_CONFLICT');
      const secrets = (['appSecret', 'token', 'aesKey'] as const).filter((name) => input[name] !== undefined);
      await this.audit.record(tx, {
        actor: by,
        action: 'wechat_account.changed',
        subject: { type: 'wechat_account', id },
        details: { version: row.version, secrets },
      });
      return shown(row);
    });
    this.known.delete(id);
    return changed;
  }

  /** Throws WECHAT_ACCOUNT_NOT_FOUND, WECHAT_ACCOUNT_OF_ENVIRONMENT. Conversations stay. */
  async remove(id: string, by: Actor): Promise<void> {
    await this.ownRow(id);
    await this.transactions.run(async (tx) => {
      if (!(await this.rows.remove(tx, id))) throw new AppError('WECHAT_ACCOUNT_NOT_FOUND');
      await this.audit.record(tx, {
        actor: by,
        action: 'wechat_account.removed',
        subject: { type: 'wechat_account', id },
      });
    });
    this.known.delete(id);
  }

  /** Keeps what an answer of WeChat's has taught of an account. `problem` null: it works again. */
  async learn(id: string, learned: { sends?: 'passive'; menus?: false; problem?: string | null }): Promise<void> {
    await this.rows.learn(this.db.manager, id, learned, this.clock.now());
    this.known.delete(id);
  }

  private shown(row: WeChatAccountRow): WireWeChatAccount {
    return row.managedBy === 'environment' ? shown(row, this.config.wechat.account?.aesKey !== undefined) : shown(row);
  }

  private async row(id: string): Promise<WeChatAccountRow> {
    const row = ACCOUNT_ID.test(id) ? await this.rows.find(this.db.manager, id) : undefined;
    if (!row) throw new AppError('WECHAT_ACCOUNT_NOT_FOUND');
    return row;
  }

  private async ownRow(id: string): Promise<WeChatAccountRow> {
    const row = await this.row(id);
    if (row.managedBy === 'environment') throw new AppError('WECHAT_ACCOUNT_OF_ENVIRONMENT');
    return row;
  }

  private opened(row: WeChatAccountRow): WeChatAccount {
    const { id, kind, appId, sends, menus, problem, createdAt: since } = row;
    const { account } = this.config.wechat;
    if (row.managedBy === 'environment') {
      if (account?.id !== id) throw new AppError('WECHAT_ACCOUNT_NOT_FOUND');
      return { ...account, aesKey: account.aesKey ?? null, sends, menus, problem, since };
    }
    const secret = (name: SecretName): string => this.vault.open(row[name] ?? '', place(id, name));
    const aesKey = row.aesKey === null ? null : secret('aesKey');
    return {
      ...{ id, kind, appId, aesKey, sends, menus, problem, since },
      appSecret: secret('appSecret'),
      token: secret('token'),
    };
  }

  private seal(id: string, name: SecretName, secret: string): string {
    return this.vault.seal(secret, place(id, name));
  }
}

function place(id: string, name: SecretName): string {
  return `wechat_account:${id}:${name}`;
}

function shown(row: WeChatAccountRow, encrypted = row.aesKey !== null): WireWeChatAccount {
  const { id, kind, name, appId, managedBy, sends, version } = row;
  return {
    ...{ id, kind, name, appId, managedBy, sends, version },
    encrypted,
    ...(row.problem ? { problem: { code: row.problem, at: (row.problemAt ?? row.updatedAt).toISOString() } } : {}),
    callbackPath: `/api/v1/webhooks/wechat/${id}`,
  };
}
