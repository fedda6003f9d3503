import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AppError, type Words } from '#kernel';
import { AuditLog, Database, TransactionRunner, describeProblems } from '#platform';
import { SettingRepository, type SettingRow } from './setting.repository.js';

/** One group of settings: its key in the table, what holds when nothing is stored, and the class that says what is valid. */
export interface SettingGroup<T extends object> {
  readonly key: string;
  readonly defaults: T;
  readonly Dto: new () => T;
  /** What is wrong between fields that are valid each by itself. */
  check?(settings: T): Words | undefined;
}

export interface StoredSettings<T> {
  settings: T;
  /** 0: nothing is stored, the defaults hold. */
  version: number;
  updatedAt: string | null;
}

/** Who changes settings, for the audit log. `id` is null for the operators' command line. */
export interface SettingsEditor {
  id: string | null;
  name: string;
}

/** A change made by another process is seen after this time at the latest. */
const TTL_MS = 5_000;

/** What the merchant has set, read often and changed rarely. */
@Injectable()
export class SettingsService {
  private readonly cache = new Map<string, { at: number; value: StoredSettings<object> }>();

  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly rows: SettingRepository,
    private readonly audit: AuditLog,
  ) {}

  /** The values that hold now. The object is shared: do not change it. */
  async get<T extends object>(group: SettingGroup<T>): Promise<T> {
    return (await this.read(group)).settings;
  }

  async read<T extends object>(group: SettingGroup<T>): Promise<StoredSettings<T>> {
    const kept = this.cache.get(group.key);
    if (kept && performance.now() - kept.at < TTL_MS) return kept.value as StoredSettings<T>;
    const row = await this.rows.find(this.db.manager, group.key);
    const known = kept?.value as StoredSettings<T> | undefined;
    // The same object as long as it is the same version: whoever derives something from it need not do so again.
    return this.keep(group, known && row && known.version === row.version ? known : stored(group, row));
  }

  /** Checks and stores the whole group. Throws VALIDATION_FAILED, or VERSION_CONFLICT when `version` is no longer the stored one. */
  save<T extends object>(
    group: SettingGroup<T>,
    input: unknown,
    by: SettingsEditor,
    version?: number,
  ): Promise<StoredSettings<T>> {
    return this.store(group, validSettings(group, input), by, version);
  }

  /** Back to the defaults, today's and those to come. Throws VERSION_CONFLICT as `save`. */
  reset<T extends object>(group: SettingGroup<T>, by: SettingsEditor, version?: number): Promise<StoredSettings<T>> {
    return this.store(group, {}, by, version);
  }

  private async store<T extends object>(
    group: SettingGroup<T>,
    value: Partial<T>,
    by: SettingsEditor,
    version: number | undefined,
  ): Promise<StoredSettings<T>> {
    const saved = await this.transactions.run(async (tx) => {
      const before = stored(group, await this.rows.find(tx, group.key));
      const row = await this.rows.save(tx, group.key, value, by.id, version);
      if (!row) throw new AppError('VERSION_CONFLICT');
      const after = stored(group, row);
      await this.audit.record(tx, {
        actor: { id: by.id, name: by.name },
        action: 'settings.changed',
        subject: { type: 'settings', id: group.key },
        details: { fields: changedFields(before.settings, after.settings), version: row.version },
      });
      return after;
    });
    return this.keep(group, saved);
  }

  private keep<T extends object>(group: SettingGroup<T>, value: StoredSettings<T>): StoredSettings<T> {
    this.cache.set(group.key, { at: performance.now(), value });
    return value;
  }
}

function stored<T extends object>(group: SettingGroup<T>, row: SettingRow | undefined): StoredSettings<T> {
  return {
    // A stored value may be older than a field that has come since: the shipped default fills it.
    settings: { ...group.defaults, ...(row?.value as Partial<T> | undefined) },
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}

function changedFields<T extends object>(before: T, after: T): string[] {
  const names = Object.keys(after) as (keyof T & string)[];
  // As JSON: the one comes from a form, the other from the table, and only what they say is to be compared.
  const told = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
  return names.filter((name) => !isDeepStrictEqual(told(before[name]), told(after[name])));
}

/** The input as settings of the group, without fields it does not have; throws VALIDATION_FAILED. */
export function validSettings<T extends object>(group: SettingGroup<T>, input: unknown): T {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AppError('VALIDATION_FAILED', {
      reason: { 'zh-CN': 'settings 必须是对象', en: 'settings must be an object' },
    });
  }
  const dto = plainToInstance(group.Dto, { ...group.defaults, ...input }, { enableImplicitConversion: false });
  const problems = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (problems.length > 0) throw new AppError('VALIDATION_FAILED', { reason: describeProblems(problems) });
  const reason = group.check?.(dto);
  if (reason) throw new AppError('VALIDATION_FAILED', { reason });
  return dto;
}
