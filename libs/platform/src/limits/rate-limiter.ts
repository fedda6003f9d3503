import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '#kernel';
import { AppConfig } from '../config/app-config.js';
import { Metrics } from '../metrics/metrics.js';

interface Bucket {
  points: number;
  seconds: number;
  /** Extra points that may be spent at once, refilled over `seconds`. */
  burst?: number;
}

const buckets = (limits: AppConfig['limits']) =>
  ({
    message: { points: limits.messagesPerMinute, seconds: 60, burst: 10 },
    event: { points: limits.messagesPerMinute * 10, seconds: 60 },
    ask: { points: limits.asksPerMinute, seconds: 60, burst: 20 },
    upload: { points: 30, seconds: 60, burst: 10 },
    'upload-address': { points: 300, seconds: 60 },
    'upload-megabytes': { points: 512, seconds: 3_600 },
    download: { points: 600, seconds: 60, burst: 200 },
    connect: { points: limits.connectionsPerMinute, seconds: 60 },
    'login-address': { points: 60, seconds: 60 },
    'login-account': { points: 10, seconds: 300 },
    agent: { points: limits.agentCallsPerMinute, seconds: 60 },
  }) satisfies Record<string, Bucket>;

export type BucketName = keyof ReturnType<typeof buckets>;

/** Limits calls per key, in memory or, with Redis, over all processes. */
@Injectable()
export class RateLimiter implements OnModuleDestroy {
  private readonly limiters = new Map<string, RateLimiterMemory | RateLimiterRedis | BurstyRateLimiter>();
  private readonly redis?: Redis;

  constructor(
    private readonly config: AppConfig,
    private readonly metrics: Metrics,
  ) {
    if (config.redisUrl)
      this.redis = new Redis(config.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.redis?.on('error', () => this.metrics.limited.inc({ bucket: 'redis-error' }, 0));
    for (const [name, bucket] of Object.entries<Bucket>(buckets(config.limits))) {
      const steady = this.make(name, bucket.points, bucket.seconds);
      const burst = bucket.burst ? this.make(`${name}-burst`, bucket.burst, bucket.seconds) : undefined;
      this.limiters.set(name, burst ? new BurstyRateLimiter(steady, burst) : steady);
    }
  }

  /** Spends a point of `key`, or several; throws RATE_LIMITED with the time after which the call may be repeated. */
  async consume(bucket: BucketName, key: string, points = 1): Promise<void> {
    try {
      await this.limiters.get(bucket)?.consume(key, points);
    } catch (refused) {
      // With Redis gone the in-memory insurance limiter counts; anything else that is thrown is a bug.
      if (!(refused instanceof RateLimiterRes)) throw refused;
      this.metrics.limited.inc({ bucket });
      throw new AppError('RATE_LIMITED', {}, Math.max(1, Math.ceil(refused.msBeforeNext)));
    }
  }

  /** Gives `key` all its points back: what was counted has turned out well. Buckets with a burst cannot be reset. */
  async reset(bucket: BucketName, key: string): Promise<void> {
    const limiter = this.limiters.get(bucket);
    if (limiter && !(limiter instanceof BurstyRateLimiter)) await limiter.delete(key);
  }

  async onModuleDestroy(): Promise<void> {
    this.redis?.disconnect();
  }

  private make(name: string, points: number, duration: number): RateLimiterMemory | RateLimiterRedis {
    const memory = new RateLimiterMemory({ keyPrefix: name, points, duration });
    if (!this.redis) return memory;
    return new RateLimiterRedis({
      storeClient: this.redis,
      keyPrefix: `${this.config.redisPrefix}:limit:${name}`,
      points,
      duration,
      insuranceLimiter: memory,
    });
  }
}
