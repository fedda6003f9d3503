import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { AppError } from '#kernel';
import { AppConfig, Metrics, RateLimiter } from '#platform';
import { closeTestDatabases, forgetKeys, testConfig } from '../../support/database.js';
import { until } from '../../support/wait.js';

describe('rate limiter', () => {
  let config: AppConfig;
  const limiters: RateLimiter[] = [];

  beforeAll(async () => {
    config = await testConfig({
      limits: { messagesPerMinute: 5, asksPerMinute: 3, connectionsPerMinute: 4, agentCallsPerMinute: 600 },
    });
  });

  afterEach(async () => {
    for (const limiter of limiters.splice(0)) await limiter.onModuleDestroy();
    if (config.redisUrl) await forgetKeys(config.redisUrl, `${config.redisPrefix}*`);
  });

  afterAll(closeTestDatabases);

  const limiter = (of = config): RateLimiter => {
    const made = new RateLimiter(of, new Metrics());
    limiters.push(made);
    return made;
  };
  const granted = async (
    of: RateLimiter,
    bucket: 'message' | 'connect',
    key: string,
    tries: number,
  ): Promise<number> => {
    let n = 0;
    for (let i = 0; i < tries; i++)
      await of.consume(bucket, key).then(
        () => n++,
        () => undefined,
      );
    return n;
  };

  /** Until its connection stands, a limiter counts in memory. */
  const connected = async (of: RateLimiter, name: string): Promise<void> => {
    const redis = new Redis(config.redisUrl ?? '');
    await until(async () => {
      await of.consume('agent', name);
      return (await redis.exists(`${config.redisPrefix}:limit:agent:${name}`)) === 1;
    }, 'a connected limiter');
    redis.disconnect();
  };

  it('grants the steady points and the burst, then says when to come again', async () => {
    const limits = limiter();
    expect(await granted(limits, 'message', 'a', 40)).toBe(15);
    const error: unknown = await limits.consume('message', 'a').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'RATE_LIMITED' });
    expect((error as AppError).retryAfterMs).toBeGreaterThan(0);
    expect((error as AppError).retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('counts keys and buckets apart', async () => {
    const limits = limiter();
    expect(await granted(limits, 'connect', 'a', 10)).toBe(4);
    expect(await granted(limits, 'connect', 'b', 10)).toBe(4);
    await limits.consume('message', 'a');
  });

  it('counts over all processes when there is a Redis, and per process without', async () => {
    const [one, two] = [limiter(), limiter()];
    if (config.redisUrl) await Promise.all([connected(one, 'one'), connected(two, 'two')]);
    const total = (await granted(one, 'connect', 'c', 3)) + (await granted(two, 'connect', 'c', 10));
    expect(total).toBe(config.redisUrl ? 4 : 7);
  });

  it('goes on limiting when Redis is gone', async () => {
    const gone = config.redisUrl ? { redisUrl: 'redis://127.0.0.1:1' } : {};
    expect(await granted(limiter(Object.assign(new AppConfig(), config, gone)), 'connect', 'd', 10)).toBe(4);
  });
});
