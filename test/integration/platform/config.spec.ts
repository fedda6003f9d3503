import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { AppConfig, EnvironmentError } from '#platform';
import { Environment } from '../../../libs/platform/src/config/environment.js';

describe('configuration', () => {
  let folder: string;
  const load = (env: Record<string, string>): AppConfig => AppConfig.load({ DATA_DIR: folder, ...env });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-config-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('needs nothing: everything embedded', () => {
    const config = load({});
    expect(config).toMatchObject({ port: 3000, dataDir: folder, embedded: true, allowedOrigins: [], logLevel: 'info' });
    expect(config.openai).toBeUndefined();
    expect(config.redisUrl).toBeUndefined();
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['SEED_DEMO', 'perhaps'],
    ['DEMO_PASSWORD', 'p4ss'],
    ['DATABASE_URL', 'mysql://root:hunter2@db/shop'],
    ['DATABASE_POOL_SIZE', '0'],
    ['REDIS_URL', 'http://:hunter2@cache'],
    ['REDIS_PREFIX', 'two words'],
    ['OPENAI_BASE_URL', 'ftp://models/hunter2'],
    ['JWT_SECRET', 'hunter2-is-too-short'],
    ['SHOP_IDENTITY_SECRET', 'hunter2-is-too-short'],
    ['LOG_LEVEL', 'shouting'],
    ['OFFER_SECONDS', '-3'],
    ['MESSAGES_PER_MINUTE', 'many'],
  ])('names %s when it is wrong, and never prints its value', (name, value) => {
    const error = ((): unknown => {
      try {
        return load({ [name]: value });
      } catch (e) {
        return e;
      }
    })();
    expect(error).toBeInstanceOf(EnvironmentError);
    const { message } = error as EnvironmentError;
    expect(message).toContain(name);
    expect(message).not.toContain(value);
    expect(message).not.toContain('hunter2');
  });

  it('names all that is wrong in one go', () => {
    expect(() => load({ PORT: 'x', LOG_LEVEL: 'y', OFFER_SECONDS: 'z' })).toThrow(/PORT.*LOG_LEVEL.*OFFER_SECONDS/s);
  });

  it('takes an empty variable as not set', () => {
    expect(load({ PORT: '', DATABASE_URL: ' ', OPENAI_API_KEY: '' })).toMatchObject({ port: 3000, embedded: true });
  });

  it('makes secrets once per data folder, for its owner only', () => {
    const first = load({});
    expect(first.jwtSecret.length).toBeGreaterThanOrEqual(32);
    expect(first.jwtSecret).not.toBe(first.identitySecret);
    expect(load({})).toMatchObject({ jwtSecret: first.jwtSecret, identitySecret: first.identitySecret });
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('prefers a secret of the environment and keeps the made one', () => {
    const made = load({}).jwtSecret;
    const own = 'own-secret-'.repeat(4);
    expect(load({ JWT_SECRET: own }).jwtSecret).toBe(own);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain(own);
    expect(load({}).jwtSecret).toBe(made);
  });

  it.each([
    ['half a file', '{"jwtSecret": "hunter2'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '["hunter2"]'],
    ['a short secret', `{"jwtSecret":"hunter2","identitySecret":"${'x'.repeat(40)}"}`],
    ['a number for a secret', `{"jwtSecret":5,"identitySecret":"${'x'.repeat(40)}"}`],
    ['one secret of two', `{"jwtSecret":"${'x'.repeat(40)}"}`],
  ])('does not go on with a secrets file of %s', (_what, content) => {
    writeFileSync(join(folder, 'secrets.json'), content);
    expect(() => load({})).toThrow(EnvironmentError);
    expect(() => load({})).toThrow(/secrets\.json is damaged/);
    expect(() => load({})).not.toThrow(/hunter2/);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toBe(content);
  });

  it('wants shared secrets with a database server', () => {
    const server = { DATABASE_URL: 'postgres://desk@db/desk' };
    expect(() => load(server)).toThrow(/JWT_SECRET and SHOP_IDENTITY_SECRET must be set/);
    expect(() => load({ ...server, JWT_SECRET: 'x'.repeat(32) })).toThrow(/^SHOP_IDENTITY_SECRET must be set/);
    const config = load({ ...server, JWT_SECRET: 'x'.repeat(32), SHOP_IDENTITY_SECRET: 'y'.repeat(32) });
    expect(config.database).toEqual({ kind: 'server', url: 'postgres://desk@db/desk', poolSize: 10 });
    expect(config.embedded).toBe(false);
  });

  it('names DATA_DIR when the folder cannot be made', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(() => load({ DATA_DIR: join(file, 'below') })).toThrow(/DATA_DIR/);
  });

  it('is explained in .env.example, each variable with its default', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n');
    const explained = new Map(
      lines.filter((l) => /^[A-Z_]+=/.test(l)).map((l) => [l.slice(0, l.indexOf('=')), l.slice(l.indexOf('=') + 1)]),
    );
    const known = getMetadataStorage().getTargetValidationMetadatas(Environment, '', false, false);
    expect([...explained.keys()].sort()).toEqual([...new Set(known.map((m) => m.propertyName))].sort());
    const defaults = new Environment() as unknown as Record<string, unknown>;
    for (const [name, value] of explained) {
      expect([name, value]).toEqual([
        name,
        String(defaults[name] ?? (name === 'KNOWLEDGE_DIR' ? 'knowledge-base' : '')),
      ]);
    }
  });
});
