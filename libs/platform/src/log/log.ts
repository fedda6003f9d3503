import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { AppConfig } from '../config/app-config.js';
import { maskForLog } from './mask.js';

/** Ids that tie a line to what caused it: a request, a conversation, a job. */
export interface LogContext {
  requestId?: string;
  conversationId?: string;
  jobId?: string;
  handler?: string;
}

const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that every line logged inside carries these ids. */
export function withLogContext<T>(ids: LogContext, work: () => T): T {
  return context.run({ ...context.getStore(), ...ids }, work);
}

const SECRET_PATHS = [
  'token',
  'password',
  'secret',
  'authorization',
  'cookie',
  'apiKey',
  'accessToken',
  'refreshToken',
  'identity',
  'appSecret',
  'aesKey',
];
const REDACT = SECRET_PATHS.flatMap((p) => [p, `*.${p}`, `*.*.${p}`]);

type Fields = Record<string, unknown>;

/** Structured log lines (pino, JSON on standard output). Texts of shoppers are never fields; personal data in a line is masked. */
@Injectable()
export class Log implements LoggerService {
  private readonly pino: Logger;

  constructor(config: AppConfig) {
    this.pino = pino({
      level: config.logLevel,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: REDACT, censor: '***' },
      serializers: { error: serialiseError },
      mixin: () => ({ ...context.getStore() }),
      hooks: {
        streamWrite: (line) => maskForLog(line),
      },
    });
  }

  info(fields: Fields, message: string): void {
    this.pino.info(fields, message);
  }

  warn(fieldsOrMessage: unknown, message?: unknown): void {
    this.write('warn', fieldsOrMessage, message);
  }

  error(fieldsOrMessage: unknown, message?: unknown): void {
    this.write('error', fieldsOrMessage, message);
  }

  debug(fieldsOrMessage: unknown, message?: unknown): void {
    this.write('debug', fieldsOrMessage, message);
  }

  /** Nest's own lines: (message, context). */
  log(message: unknown, from?: unknown): void {
    this.pino.debug({ from: typeof from === 'string' ? from : undefined }, String(message));
  }

  private write(level: 'warn' | 'error' | 'debug', first: unknown, second: unknown): void {
    if (typeof first === 'object' && first !== null && !(first instanceof Error)) {
      this.pino[level](first, typeof second === 'string' ? second : undefined);
    } else if (first instanceof Error) this.pino[level]({ error: first }, first.message);
    else this.pino[level]({ from: typeof second === 'string' ? second : undefined }, String(first));
  }
}

/** Name, message and stack; never the parameters of a failed query, which hold what shoppers wrote. */
function serialiseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  return { name: error.name, code, message: error.message, stack: error.stack };
}
