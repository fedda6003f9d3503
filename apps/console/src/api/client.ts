import type { ErrorCode, WireError } from '#kernel';

/** Failures that have no answer of the server behind them. */
export type ClientErrorCode = 'NETWORK' | 'TIMEOUT' | 'BAD_ANSWER';

/** A call that did not succeed: the server's coded answer, or the reason why there was none. */
export class CallError extends Error {
  constructor(
    readonly code: ErrorCode | ClientErrorCode,
    /** The server's sentence in the viewer's language; empty for client codes, which have words in the message files. */
    readonly sentence: string,
    readonly status: number,
    readonly retryAfterMs?: number,
    readonly details?: Record<string, unknown>,
  ) {
    super(code);
    this.name = 'CallError';
  }

  /** True when the same call may succeed later without anybody changing anything. */
  get transient(): boolean {
    return this.code === 'NETWORK' || this.code === 'TIMEOUT' || this.status === 503 || this.status === 429;
  }
}

export function fromWire(error: WireError, status = 0): CallError {
  return new CallError(error.code, error.message, status, error.retryAfterMs, error.details);
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON; a Blob as it is. */
  body?: unknown;
  token?: string;
  locale?: string;
  signal?: AbortSignal;
}

const CALL_TIMEOUT_MS = 15_000;

/** Called with the server's time (ms) of each answer, and when it came: the console's clock follows the server's. */
export type ClockListener = (serverTime: number, receivedAt: number) => void;

/**
 * One JSON call to our own server. Resolves with the parsed body (undefined for 204).
 * @throws CallError for every other outcome.
 */
export async function call<T>(url: string, options: CallOptions = {}, onClock?: ClockListener): Promise<T> {
  const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const headers: Record<string, string> = { accept: 'application/json' };
  const file = options.body instanceof Blob ? options.body : undefined;
  if (file !== undefined) headers['content-type'] = file.type;
  else if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
  if (options.locale !== undefined) headers['accept-language'] = options.locale;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: options.method ?? 'GET',
      headers,
      body: file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]),
    });
    text = await response.text();
  } catch (error) {
    // Whoever cancelled the call wants to hear of that, not of a failure.
    if (options.signal?.aborted === true) throw error;
    throw new CallError(timeout.aborted ? 'TIMEOUT' : 'NETWORK', '', 0);
  }
  const served = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(served)) onClock?.(served, Date.now());
  const body = parse(text);
  if (response.ok) {
    if (text !== '' && body === undefined) throw new CallError('BAD_ANSWER', '', response.status);
    return body as T;
  }
  throw errorOf(body, response);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A proxy's error page, for one; the caller decides by the status.
    return undefined;
  }
}

function errorOf(body: unknown, response: Response): CallError {
  if (typeof body === 'object' && body !== null && 'error' in body && isWireError(body.error))
    return fromWire(body.error, response.status);
  const seconds = Number(response.headers.get('retry-after'));
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
  const down = response.status >= 502 && response.status <= 504;
  return new CallError(down ? 'UNAVAILABLE' : 'BAD_ANSWER', '', response.status, retryAfterMs);
}

function isWireError(value: unknown): value is WireError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
