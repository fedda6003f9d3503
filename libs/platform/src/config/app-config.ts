import { createHash, randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Environment, EnvironmentError, parseEnvironment } from './environment.js';

export interface OpenAiConfig {
  apiKey: string;
  baseUrl?: string;
  chatModel: string;
  /** Absent: embeddings stay with the built-in model. */
  embeddingModel?: string;
}

export type DatabaseConfig = { kind: 'embedded'; folder: string } | { kind: 'server'; url: string; poolSize: number };

export interface WeChatConfig {
  /** Seals the secrets of accounts in the database. Absent: none can be kept there. */
  secretsKey?: string;
  /** Absent: WeChat's own addresses. */
  apiBaseUrl?: string;
  /** The account of the environment. */
  account?: {
    id: string;
    kind: 'official' | 'mini_program' | 'wecom_kf';
    appId: string;
    appSecret: string;
    token: string;
    aesKey?: string;
  };
}

/** The configuration, parsed once. Injectable; nobody else reads the environment. Times are milliseconds. */
export class AppConfig {
  port!: number;
  host!: string;
  dataDir!: string;
  database!: DatabaseConfig;
  redisUrl?: string;
  /** Stands before every key and channel, so that several desks can share one Redis. */
  redisPrefix!: string;
  openai?: OpenAiConfig;
  wechat!: WeChatConfig;
  jwtSecret!: string;
  identitySecret!: string;
  /** undefined: only on an empty embedded data folder. */
  seedDemo?: boolean;
  demoPassword?: string;
  /** Empty: own origin only. */
  allowedOrigins!: string[];
  logLevel!: string;
  knowledgeDir!: string;
  /** How long a job that was handed out stays in one process's hands without a sign of life. */
  outboxLeaseMs!: number;
  offerMs!: number;
  presenceLeaseMs!: number;
  botIdleMs!: number;
  fragmentWaitMs!: number;
  /** False in a command that only visits the database: it runs no jobs and no sweeps. */
  background = true;
  limits!: {
    messagesPerMinute: number;
    asksPerMinute: number;
    connectionsPerMinute: number;
    agentCallsPerMinute: number;
  };

  get embedded(): boolean {
    return this.database.kind === 'embedded';
  }

  /** Without a word from the operator only a try-out (embedded) has the demo shop's team and members. */
  get seedsDemo(): boolean {
    return this.seedDemo ?? this.embedded;
  }

  /** Parses the environment; makes and keeps secrets in the data folder when the database is embedded. Throws EnvironmentError. */
  static load(source: NodeJS.ProcessEnv = process.env): AppConfig {
    const env = parseEnvironment(source);
    const config = new AppConfig();
    const dataDir = resolve(env.DATA_DIR);
    const secrets = env.DATABASE_URL ? requireSecrets(env) : keptSecrets(dataDir, env);
    return Object.assign(config, {
      port: env.PORT,
      host: env.HOST,
      dataDir,
      database: env.DATABASE_URL
        ? { kind: 'server', url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE }
        : { kind: 'embedded', folder: join(dataDir, 'pgdata') },
      redisUrl: env.REDIS_URL,
      redisPrefix: env.REDIS_PREFIX,
      openai: env.OPENAI_API_KEY
        ? {
            apiKey: env.OPENAI_API_KEY,
            baseUrl: env.OPENAI_BASE_URL,
            chatModel: env.OPENAI_CHAT_MODEL,
            embeddingModel: env.OPENAI_EMBEDDING_MODEL,
          }
        : undefined,
      jwtSecret: secrets.jwtSecret,
      identitySecret: secrets.identitySecret,
      wechat: weChatConfig(env, secrets.wechatSecretsKey),
      seedDemo: env.SEED_DEMO,
      demoPassword: env.DEMO_PASSWORD,
      allowedOrigins: (env.ALLOWED_ORIGINS ?? '')
        .split(',')
        .map((o) => o.trim())
        .filter((o) => o !== ''),
      logLevel: env.LOG_LEVEL,
      knowledgeDir: resolve(env.KNOWLEDGE_DIR ?? 'knowledge-base'),
      outboxLeaseMs: 30_000,
      offerMs: env.OFFER_SECONDS * 1000,
      presenceLeaseMs: env.PRESENCE_LEASE_SECONDS * 1000,
      botIdleMs: env.BOT_IDLE_MINUTES * 60_000,
      fragmentWaitMs: env.FRAGMENT_WAIT_MS,
      limits: {
        messagesPerMinute: env.MESSAGES_PER_MINUTE,
        asksPerMinute: env.ASKS_PER_MINUTE,
        connectionsPerMinute: env.CONNECTIONS_PER_MINUTE,
        agentCallsPerMinute: env.AGENT_CALLS_PER_MINUTE,
      },
    } satisfies Partial<AppConfig>);
  }
}

function weChatConfig(env: Environment, secretsKey: string | undefined): WeChatConfig {
  const { WECHAT_ACCOUNT_ID: id, WECHAT_APP_ID: appId, WECHAT_APP_SECRET: appSecret, WECHAT_TOKEN: token } = env;
  return {
    secretsKey,
    apiBaseUrl: env.WECHAT_API_BASE_URL?.replace(/\/+$/, ''),
    account:
      id && appId && appSecret && token
        ? { id, kind: env.WECHAT_KIND, appId, appSecret, token, aesKey: env.WECHAT_AES_KEY }
        : undefined,
  };
}

interface Secrets {
  jwtSecret: string;
  identitySecret: string;
  wechatSecretsKey?: string;
}

function requireSecrets(env: Environment): Secrets {
  if (!env.JWT_SECRET || !env.SHOP_IDENTITY_SECRET) {
    const missing = [!env.JWT_SECRET && 'JWT_SECRET', !env.SHOP_IDENTITY_SECRET && 'SHOP_IDENTITY_SECRET'].filter(
      Boolean,
    );
    throw new EnvironmentError(
      `${missing.join(' and ')} must be set (at least 32 characters) when DATABASE_URL is set: several processes share them. ` +
        'Make one with: openssl rand -base64 48',
    );
  }
  return {
    jwtSecret: env.JWT_SECRET,
    identitySecret: env.SHOP_IDENTITY_SECRET,
    wechatSecretsKey: env.WECHAT_SECRETS_KEY,
  };
}

/** One secret file per data folder, readable by its owner only; a variable in the environment wins over it. */
function keptSecrets(dataDir: string, env: Environment): Secrets {
  const file = join(dataDir, 'secrets.json');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EnvironmentError(
      `DATA_DIR must name a folder that exists or can be made, and that this user may write to (${code}).`,
      { cause: error },
    );
  }
  const kept = existsSync(file) ? readSecrets(file) : undefined;
  const make = (): string => randomBytes(48).toString('base64url');
  const secrets = { jwtSecret: make(), identitySecret: make(), wechatSecretsKey: make(), ...kept };
  // A folder of an earlier release has no key for WeChat's secrets yet.
  if (!kept?.wechatSecretsKey) {
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return {
    jwtSecret: env.JWT_SECRET ?? secrets.jwtSecret,
    identitySecret: env.SHOP_IDENTITY_SECRET ?? secrets.identitySecret,
    wechatSecretsKey: env.WECHAT_SECRETS_KEY ?? secrets.wechatSecretsKey,
  };
}

function readSecrets(file: string): Secrets {
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const { jwtSecret, identitySecret, wechatSecretsKey } = read;
    const isSecret = (value: unknown): value is string => typeof value === 'string' && value.length >= 32;
    if (isSecret(jwtSecret) && isSecret(identitySecret))
      return { jwtSecret, identitySecret, ...(isSecret(wechatSecretsKey) ? { wechatSecretsKey } : {}) };
  } catch {
    // What it holds instead is nobody's business; the sentence below is for whatever is wrong with it.
  }
  throw new EnvironmentError(
    `${file} is damaged. Restore it from a backup, or delete it: everybody then signs in again.`,
  );
}

/** SHA-256, hex: how tokens are kept at rest. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
