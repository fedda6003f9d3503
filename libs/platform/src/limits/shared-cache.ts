import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { AppConfig } from '../config/app-config.js';
import { Log } from '../log/log.js';

const REMEMBERED = 100_000;

const PUT_IF_ABSENT = `local was = redis.call('get', KEYS[1])
if was then return was end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false`;

/** Ends a key only if it still holds the value. */
const DELETE_IF = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/**
 * Short-lived values that all processes share: in Redis where there is one, else in memory. Nothing here is the truth of anything: it
 * may be lost at any time. While Redis cannot be reached each process remembers for itself.
 */
@Injectable()
export class SharedCache implements OnModuleDestroy {
  private readonly memory = new LRUCache<string, string>({ max: REMEMBERED });
  private readonly redis?: Redis;

  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {
    if (!config.redisUrl) return;
    this.redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 500 });
    this.redis.on('error', (error) => this.log.debug({ error }, 'the shared cache has lost Redis'));
  }

  get(key: string): Promise<string | undefined> {
    return this.either(
      async (redis) => (await redis.get(this.named(key))) ?? undefined,
      () => this.memory.get(key),
    );
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    await this.either<unknown>(
      (redis) => redis.set(this.named(key), value, 'PX', whole(ttlMs)),
      () => this.memory.set(key, value, { ttl: whole(ttlMs) }),
    );
  }

  /** Sets `key` unless it is there; atomic. Returns what was there before, undefined when it was set. */
  putIfAbsent(key: string, value: string, ttlMs: number): Promise<string | undefined> {
    return this.either(
      async (redis) => {
        const was = await redis.eval(PUT_IF_ABSENT, 1, this.named(key), value, whole(ttlMs));
        return typeof was === 'string' ? was : undefined;
      },
      () => {
        const before = this.memory.get(key);
        if (before === undefined) this.memory.set(key, value, { ttl: whole(ttlMs) });
        return before;
      },
    );
  }

  /** Ends `key` if it still holds `value`. */
  async deleteIf(key: string, value: string): Promise<void> {
    await this.either<unknown>(
      (redis) => redis.eval(DELETE_IF, 1, this.named(key), value),
      () => this.memory.get(key) === value && this.memory.delete(key),
    );
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }

  private named(key: string): string {
    return `${this.config.redisPrefix}:cache:${key}`;
  }

  private async either<T>(shared: (redis: Redis) => Promise<T>, alone: () => T): Promise<T> {
    if (!this.redis) return alone();
    try {
      return await shared(this.redis);
    } catch (error) {
      this.log.warn({ error }, 'the shared cache cannot reach Redis; this process remembers for itself');
      return alone();
    }
  }
}

const whole = (ms: number): number => Math.max(1, Math.round(ms));
