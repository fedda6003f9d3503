import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { AppConfig, Log, SharedCache } from '#platform';
import { closeTestDatabases, testConfig } from '../../support/database.js';
import { until } from '../../support/wait.js';

/** In memory; with REDIS_URL, by two processes' caches on one Redis. */
describe('the shared cache', () => {
  let config: AppConfig;
  let one: SharedCache;
  let other: SharedCache;

  beforeAll(async () => {
    config = await testConfig();
    one = new SharedCache(config, new Log(config));
    other = config.redisUrl ? new SharedCache(config, new Log(config)) : one;
  });

  afterAll(async () => {
    one.onModuleDestroy();
    other.onModuleDestroy();
    await closeTestDatabases();
  });

  it('keeps what was put for its time', async () => {
    const key = newId();
    expect(await other.get(key)).toBeUndefined();
    await one.set(key, 'kept', 60_000);
    expect(await other.get(key)).toBe('kept');
    await one.set(key, 'short', 30);
    await until(async () => (await other.get(key)) === undefined, 'the end of its time');
  });

  it('lets one of many be the first', async () => {
    const key = newId();
    const found = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).putIfAbsent(key, String(n), 60_000)),
    );
    expect(found.filter((before) => before === undefined)).toHaveLength(1);
    expect(new Set(found.filter((before) => before !== undefined)).size).toBe(1);
  });

  it('is the first again when the time of the first is over', async () => {
    const key = newId();
    expect(await one.putIfAbsent(key, 'a', 30)).toBeUndefined();
    await until(async () => (await other.putIfAbsent(key, 'b', 60_000)) === undefined, 'the end of its time');
    expect(await one.get(key)).toBe('b');
  });

  it('takes away only what is still the same', async () => {
    const key = newId();
    await one.set(key, 'new', 60_000);
    await other.deleteIf(key, 'old');
    expect(await one.get(key)).toBe('new');
    await other.deleteIf(key, 'new');
    expect(await one.get(key)).toBeUndefined();
  });

  it('goes on by itself while Redis cannot be reached', async () => {
    const alone = Object.assign(new AppConfig(), config, { redisUrl: 'redis://127.0.0.1:1' });
    const cache = new SharedCache(alone, new Log(alone));
    expect(await cache.putIfAbsent('key', 'a', 60_000)).toBeUndefined();
    expect(await cache.putIfAbsent('key', 'b', 60_000)).toBe('a');
    cache.onModuleDestroy();
  });
});
