import 'reflect-metadata';
import { Transform, Type, plainToInstance } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
  validateSync,
} from 'class-validator';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A variable that is set to nothing counts as not set: that is what an empty line in an env file means. */
const unsetWhenEmpty = (source: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(source).filter((e): e is [string, string] => e[1] !== undefined && e[1].trim() !== ''),
  );

const toBoolean = ({ value }: { value: unknown }): unknown =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;

const url = (protocols: string[]): PropertyDecorator =>
  IsUrl({ protocols, require_tld: false, require_protocol: true, require_valid_protocol: true });

const ofWeChat = (): PropertyDecorator =>
  ValidateIf((env: Environment, value) => env.WECHAT_ACCOUNT_ID !== undefined || value !== undefined);

/** Every variable the desk reads, as it is written. CONTRACT.md names them; `.env.example` explains them. */
export class Environment {
  @Type(() => Number) @IsInt() @Min(0) @Max(65535) PORT = 3000;
  @IsString() @IsNotEmpty() HOST = '0.0.0.0';
  @IsString() @IsNotEmpty() DATA_DIR = '.data';
  @IsOptional() @IsString() ALLOWED_ORIGINS?: string;
  @IsOptional() @Transform(toBoolean) @IsBoolean() SEED_DEMO?: boolean;
  @IsOptional() @IsString() @MinLength(8) DEMO_PASSWORD?: string;
  @IsOptional() @Matches(/^postgres(ql)?:\/\/.+/) DATABASE_URL?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) DATABASE_POOL_SIZE = 10;
  @IsOptional() @Matches(/^rediss?:\/\/.+/) REDIS_URL?: string;
  @Matches(/^[\w.:-]{1,64}$/) REDIS_PREFIX = 'deskhand';
  @IsOptional() @IsString() @IsNotEmpty() OPENAI_API_KEY?: string;
  @IsOptional() @url(['http', 'https']) OPENAI_BASE_URL?: string;
  @IsString() @IsNotEmpty() OPENAI_CHAT_MODEL = 'gpt-4o-mini';
  @IsOptional() @IsString() @IsNotEmpty() OPENAI_EMBEDDING_MODEL?: string;
  @IsOptional() @IsString() @MinLength(32) JWT_SECRET?: string;
  @IsOptional() @IsString() @MinLength(32) SHOP_IDENTITY_SECRET?: string;
  @IsString() @IsIn(LOG_LEVELS) LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'info';
  @IsOptional() @IsString() KNOWLEDGE_DIR?: string;
  /** One account by environment; what belongs to it counts only with it. */
  @IsOptional() @Matches(/^[\w-]{1,64}$/) WECHAT_ACCOUNT_ID?: string;
  @IsIn(['official', 'mini_program', 'wecom_kf']) WECHAT_KIND: 'official' | 'mini_program' | 'wecom_kf' = 'official';
  @ofWeChat() @IsString() @Matches(/^[\w-]{2,64}$/) WECHAT_APP_ID?: string;
  @ofWeChat() @IsString() @Matches(/^\S{8,200}$/) WECHAT_APP_SECRET?: string;
  @ofWeChat() @IsString() @Matches(/^\S{3,64}$/) WECHAT_TOKEN?: string;
  @ValidateIf((env: Environment) => env.WECHAT_AES_KEY !== undefined || env.WECHAT_KIND === 'wecom_kf')
  @Matches(/^[A-Za-z0-9+/]{43}$/, { message: 'WECHAT_AES_KEY must have 43 letters and digits' })
  WECHAT_AES_KEY?: string;
  @IsOptional() @url(['http', 'https']) WECHAT_API_BASE_URL?: string;
  @IsOptional() @IsString() @MinLength(32) WECHAT_SECRETS_KEY?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(86_400) OFFER_SECONDS = 20;
  @Type(() => Number) @IsInt() @Min(1) @Max(86_400) PRESENCE_LEASE_SECONDS = 30;
  @Type(() => Number) @IsInt() @Min(1) @Max(86_400) BOT_IDLE_MINUTES = 30;
  @Type(() => Number) @IsInt() @Min(0) @Max(60_000) FRAGMENT_WAIT_MS = 1500;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000_000) MESSAGES_PER_MINUTE = 30;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000_000) ASKS_PER_MINUTE = 60;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000_000) CONNECTIONS_PER_MINUTE = 600;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000_000) AGENT_CALLS_PER_MINUTE = 600;
}

/** Thrown at the start; the message names each wrong variable and what it should be, never the value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

export function parseEnvironment(source: NodeJS.ProcessEnv): Environment {
  const environment = plainToInstance(Environment, unsetWhenEmpty(source), { exposeDefaultValues: true });
  const problems = validateSync(environment, { whitelist: false, forbidUnknownValues: false });
  if (problems.length > 0) {
    const sentences = problems.map((p) => `${p.property}: ${Object.values(p.constraints ?? {}).join(', ')}`);
    throw new EnvironmentError(`The environment is not valid. ${sentences.join('; ')}. See .env.example.`);
  }
  return environment;
}
