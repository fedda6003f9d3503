import { AppError } from '#kernel';

/**
 * Why a model did not serve:
 * `not_configured` there is none; `circuit_open` it failed so often that it is left alone for a while; `auth` the key is refused;
 * `rate_limited` and `unavailable` (network, 5xx) may pass; `timeout` a limit of ours ran out; `bad_request` it refuses this very request;
 * `protocol` it answers, but not in a way we can read; `aborted` the caller gave up.
 */
export type ModelFailure =
  | 'not_configured'
  | 'circuit_open'
  | 'auth'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'bad_request'
  | 'protocol'
  | 'aborted';

/**
 * The one error that chat and embedding models throw. To a caller outside it is UNAVAILABLE; `reason` is for logs and decisions.
 * It never carries the provider's own text: that may quote the key or the prompt.
 */
export class ModelError extends AppError {
  constructor(
    readonly reason: ModelFailure,
    /** Milliseconds after which the provider asks to be tried again. */
    retryAfterMs?: number,
    /** HTTP status, where there was one. */
    readonly httpStatus?: number,
  ) {
    super('UNAVAILABLE', {}, retryAfterMs);
    this.name = 'ModelError';
    this.message = `model failed: ${reason}${httpStatus === undefined ? '' : ` (HTTP ${httpStatus})`}`;
  }

  /** Whether the same request may succeed when sent again shortly. */
  get transient(): boolean {
    return this.reason === 'rate_limited' || this.reason === 'unavailable';
  }
}
