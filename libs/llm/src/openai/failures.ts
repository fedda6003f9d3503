import { setTimeout as sleep } from 'node:timers/promises';
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';
import pRetry from 'p-retry';
import { ModelError } from '../model-error.js';

/** Seconds or an HTTP date, as RFC 9110 has it; OpenAI adds `retry-after-ms`. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms)) return Math.max(0, ms);
  const value = headers?.get('retry-after');
  if (value == null) return undefined;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/**
 * Sorts whatever the client library threw. The original is not kept as a cause: its text may quote the key or the prompt, and causes are logged.
 *
 * @param signal the signal that ended the call, when one did; its reason wins, when it is one of ours
 */
export function toModelError(error: unknown, signal?: AbortSignal): ModelError {
  if (signal?.aborted) return signal.reason instanceof ModelError ? signal.reason : new ModelError('aborted');
  if (error instanceof ModelError) return error;
  if (error instanceof APIConnectionTimeoutError) return new ModelError('timeout');
  if (error instanceof APIUserAbortError) return new ModelError('aborted');
  if (error instanceof APIConnectionError) return new ModelError('unavailable');
  if (error instanceof AuthenticationError || error instanceof PermissionDeniedError) {
    return new ModelError('auth', undefined, error.status);
  }
  if (error instanceof RateLimitError) {
    // A used-up quota comes with the same status, and waiting does not bring it back.
    if (error.code === 'insufficient_quota') return new ModelError('auth', undefined, 429);
    return new ModelError('rate_limited', retryAfterMs(error.headers), 429);
  }
  if (error instanceof APIError) {
    if (error.status === undefined || error.status >= 500)
      return new ModelError('unavailable', undefined, error.status);
    return new ModelError(error.status === 408 ? 'timeout' : 'bad_request', undefined, error.status);
  }
  // LangChain makes plain errors of some typed ones and keeps their names; undici's come from another realm under a test runner.
  const { name, message } = described(error);
  if (name === 'TimeoutError') return new ModelError('timeout');
  if (name === 'AbortError') return new ModelError('aborted');
  if (name === 'ContextOverflowError') return new ModelError('bad_request');
  if (name === 'TypeError' && /terminated|fetch failed/.test(message)) return new ModelError('unavailable');
  return new ModelError('protocol');
}

function described(error: unknown): { name: string; message: string } {
  const { name, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    name?: unknown;
    message?: unknown;
  };
  return { name: String(name), message: String(message) };
}

export interface RetrySettings {
  /** Further attempts after the first. */
  retries: number;
  /** Milliseconds before the second attempt; doubles, with jitter. */
  minDelayMs: number;
  /** A provider that asks for a longer wait is not tried again. */
  maxRetryAfterMs: number;
}

/** Runs `attempt` until it succeeds, fails for good, has used up its attempts, or the signal ends it. Throws ModelError only. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  settings: RetrySettings,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await pRetry(
      async () => {
        try {
          return await attempt();
        } catch (error) {
          throw toModelError(error, signal);
        }
      },
      {
        retries: settings.retries,
        minTimeout: settings.minDelayMs,
        factor: 2,
        randomize: true,
        signal,
        shouldRetry: async ({ error }) => {
          if (!(error instanceof ModelError) || !error.transient) return false;
          const wait = error.retryAfterMs ?? 0;
          if (wait > settings.maxRetryAfterMs) return false;
          await sleep(wait, undefined, { signal });
          return true;
        },
      },
    );
  } catch (error) {
    throw toModelError(error, signal);
  }
}

/** Ends `signal` with the outer one, or with a ModelError `timeout` when the time last given has run out. */
export class Watchdog {
  readonly signal: AbortSignal;
  private readonly limit = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(outer?: AbortSignal) {
    this.signal = outer ? AbortSignal.any([outer, this.limit.signal]) : this.limit.signal;
  }

  /** Gives `ms` milliseconds from now, whatever was left. */
  give(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.limit.abort(new ModelError('timeout')), ms);
  }

  /** Stops the clock. */
  rest(): void {
    clearTimeout(this.timer);
  }

  /** Stops the clock and ends the signal, so that whatever still runs lets go of its connection. */
  end(): void {
    this.rest();
    this.limit.abort(new ModelError('aborted'));
  }
}
