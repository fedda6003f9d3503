import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AppError } from '#kernel';
import { Database, describeProblems } from '#platform';
import { SettingRepository } from './setting.repository.js';

/** One group of settings: its key in the table, what holds when nothing is stored, and the class that says what is valid. */
export interface SettingGroup<T extends object> {
  readonly key: string;
  readonly defaults: T;
  readonly Dto: new () => T;
}

export interface StoredSettings<T> {
  settings: T;
  /** 0: nothing is stored, the defaults hold. */
  version: number;
  updatedAt: string | null;
}

/** A change made by another process is seen after this time at the latest. */
const TTL_MS = 5_000;

/** What the merchant has set, read often and changed rarely. */
@Injectable()
export class SettingsService {
  private readonly cache = new Map<string, { at: number; value: StoredSettings<object> }>();

  constructor(
    private readonly db: Database,
    private readonly rows: SettingRepository,
  ) {}

  /** The values that hold now. The object is shared: do not change it. */
  async get<T extends object>(group: SettingGroup<T>): Promise<T> {
    return (await this.read(group)).settings;
  }

  async read<T extends object>(group: SettingGroup<T>): Promise<StoredSettings<T>> {
    const kept = this.cache.get(group.key);
    if (kept && performance.now() - kept.at < TTL_MS) return kept.value as StoredSettings<T>;
    const row = await this.rows.find(this.db.manager, group.key);
    return this.keep(group, {
      // A stored value may be older than a field that has come since: the shipped default fills it.
      settings: { ...group.defaults, ...(row?.value as Partial<T> | undefined) },
      version: row?.version ?? 0,
      updatedAt: row?.updatedAt.toISOString() ?? null,
    });
  }

  /** Checks and stores the whole group. Throws VALIDATION_FAILED, or VERSION_CONFLICT when `version` is no longer the stored one. */
  async save<T extends object>(
    group: SettingGroup<T>,
    input: unknown,
    by: string | null,
    version?: number,
  ): Promise<StoredSettings<T>> {
    const settings = validSettings(group, input);
    const row = await this.rows.save(this.db.manager, group.key, settings, by, version);
    if (!row) throw new AppError('VERSION_CONFLICT');
    return this.keep(group, { settings, version: row.version, updatedAt: row.updatedAt.toISOString() });
  }

  private keep<T extends object>(group: SettingGroup<T>, value: StoredSettings<T>): StoredSettings<T> {
    this.cache.set(group.key, { at: performance.now(), value });
    return value;
  }
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
  return dto;
}
