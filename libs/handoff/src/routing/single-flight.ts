/**
 * Runs `work` one at a time. Callers who arrive while a run is under way share one run that begins after it, so each caller's
 * promise settles after a run that began after its call, and a burst of a hundred calls costs two runs.
 */
export class SingleFlight {
  private running?: Promise<void>;
  private next?: Promise<void>;

  constructor(private readonly work: () => Promise<void>) {}

  run(): Promise<void> {
    if (!this.running) return this.start();
    this.next ??= this.running.then(
      () => this.start(),
      () => this.start(),
    );
    return this.next;
  }

  /** Settles when nothing is under way any more; never rejects. */
  async idle(): Promise<void> {
    while (this.running) await this.running.catch(() => undefined);
  }

  private start(): Promise<void> {
    this.next = undefined;
    const run = this.work().finally(() => {
      if (this.running === run) this.running = undefined;
    });
    this.running = run;
    return run;
  }
}
