import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { Socket } from 'socket.io';
import { AppError, type Ack, type Locale } from '#kernel';
import { toAppError } from '../http/error.filter.js';
import { fromOutside } from '../http/outside.js';
import { describeProblems } from '../http/problems.js';
import type { Log } from '../log/log.js';

type Class<T> = new () => T;

export interface HandleOptions {
  locale: () => Locale;
  log: Log;
  /** Runs before the payload is looked at: rate limits. */
  before?: (event: string) => Promise<void>;
}

const HANDLED = Symbol('handled events');

type Tracked = Socket & { [HANDLED]?: Set<string> };

/**
 * Binds one event of a socket: the payload is validated against `Dto` (nothing is converted, unknown fields are ignored so that newer
 * clients work with older servers), the result is acknowledged as `{ok: true, …}`, whatever is thrown as `{ok: false, error}`.
 */
export function handle<T extends object, R extends object>(
  socket: Socket,
  event: string,
  Dto: Class<T>,
  work: (payload: T) => Promise<R>,
  options: HandleOptions,
): void {
  const tracked = socket as Tracked;
  (tracked[HANDLED] ??= new Set()).add(event);
  socket.on(event, (...args: unknown[]) => {
    const ack = takeAck(args);
    const run = async (): Promise<Ack<R>> => {
      await options.before?.(event);
      return { ok: true, ...(await work(await parse(Dto, args[0]))) };
    };
    run().then(
      (answer) => ack?.(answer),
      (error: unknown) => ack?.(refuse(error, event, options)),
    );
  });
}

/** Answers events nobody handles, when they ask for an answer. Call once, after all `handle` calls. */
export function refuseUnknown(socket: Socket, options: HandleOptions): void {
  // A client may also name an event by a number, whatever the types say.
  socket.onAny((event: unknown, ...args: unknown[]) => {
    const name = String(event);
    if ((socket as Tracked)[HANDLED]?.has(name)) return;
    takeAck(args)?.(refuse(new AppError('UNKNOWN_EVENT', { event: name.slice(0, 64) }), name, options));
  });
}

function refuse(
  error: unknown,
  event: string,
  options: HandleOptions,
): { ok: false; error: ReturnType<AppError['toWire']> } {
  const known = toAppError(error);
  if (known.code === 'INTERNAL') options.log.error({ error, event }, 'unexpected error in a socket event');
  return { ok: false, error: known.toWire(options.locale()) };
}

type AnyAck = (answer: object) => void;

function takeAck(args: unknown[]): AnyAck | undefined {
  const last = args.at(-1);
  return typeof last === 'function' ? (args.pop() as AnyAck) : undefined;
}

async function parse<T extends object>(Dto: Class<T>, payload: unknown): Promise<T> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload) || ArrayBuffer.isView(payload)) {
    throw new AppError('VALIDATION_FAILED', {
      reason: { 'zh-CN': '内容必须是对象', en: 'the payload must be an object' },
    });
  }
  const dto = plainToInstance(Dto, fromOutside(payload) as object, { enableImplicitConversion: false });
  const problems = await validate(dto, { whitelist: true, forbidUnknownValues: true });
  if (problems.length > 0) throw new AppError('VALIDATION_FAILED', { reason: describeProblems(problems) });
  return dto;
}
