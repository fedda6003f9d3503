import CircuitBreaker from 'opossum';
import { ModelError } from '../model-error.js';

export interface CircuitSettings {
  /** Calls within `windowMs` below which the circuit never opens. */
  minimumCalls: number;
  /** Share of failed calls (percent) at which it opens. */
  failurePercent: number;
  /** Milliseconds over which calls are counted. */
  windowMs: number;
  /** Milliseconds an open circuit waits before it lets one call try. */
  openMs: number;
}

export const CIRCUIT_DEFAULTS: CircuitSettings = {
  minimumCalls: 4,
  failurePercent: 50,
  windowMs: 30_000,
  openMs: 15_000,
};

/** One call that the circuit watches: say how it came out, once. */
export interface WatchedCall {
  succeeded(): void;
  failed(error: ModelError): void;
}

/**
 * Leaves a failing provider alone for a while, so that shoppers do not wait for it one after the other. A call that its caller gave up counts
 * neither way; everything else that fails counts, since the provider then served nobody.
 */
export class Circuit {
  private readonly breaker: CircuitBreaker<[Promise<void>, () => void], void>;

  /** @param onChange told when the circuit opens (false) and when it is closed again (true) */
  constructor(name: string, settings: CircuitSettings, onChange: (serving: boolean) => void) {
    const watch = (outcome: Promise<void>, enter: () => void): Promise<void> => {
      enter();
      return outcome;
    };
    this.breaker = new CircuitBreaker(watch, {
      name,
      timeout: false,
      volumeThreshold: settings.minimumCalls,
      errorThresholdPercentage: settings.failurePercent,
      rollingCountTimeout: settings.windowMs,
      resetTimeout: settings.openMs,
      enableSnapshots: false,
      errorFilter: (error: unknown) => error instanceof ModelError && error.reason === 'aborted',
    });
    this.breaker.on('open', () => onChange(false));
    this.breaker.on('close', () => onChange(true));
  }

  get open(): boolean {
    return this.breaker.opened;
  }

  /**
   * Asks for leave to call. A stream is one call, from its first byte to its last, hence the two steps.
   *
   * @throws ModelError circuit_open
   */
  enter(): WatchedCall {
    let call: WatchedCall | undefined;
    const outcome = new Promise<void>((resolve, reject) => {
      call = { succeeded: resolve, failed: reject };
    });
    let entered = false;
    // Who called hears of the failure from the call itself; here it is only counted.
    this.breaker.fire(outcome, () => (entered = true)).catch(() => undefined);
    if (!entered || !call) throw new ModelError('circuit_open');
    return call;
  }

  /** Stops its timers. */
  close(): void {
    this.breaker.shutdown();
  }
}
