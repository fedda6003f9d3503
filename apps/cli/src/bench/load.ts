import { BenchShopper, next, type Asked } from './clients.js';
import { io, type Socket } from 'socket.io-client';
import { sleep } from './children.js';

export interface LoadFigures {
  /** Send → answer, milliseconds, of the answered turns. */
  ms: number[];
  answered: number;
  handedOver: number;
  failed: number;
  seconds: number;
  firstFailure?: string;
}

/** Connected shoppers, handed out in turn, so that each has a conversation of some turns and nobody two questions at once. */
export class Crowd {
  private readonly free: BenchShopper[] = [];
  private readonly all = new Set<BenchShopper>();

  private constructor(
    private readonly url: string,
    private readonly question: () => string,
  ) {}

  static async gather(url: string, count: number, question: () => string): Promise<Crowd> {
    const crowd = new Crowd(url, question);
    while (crowd.all.size < count)
      await Promise.all(Array.from({ length: Math.min(32, count - crowd.all.size) }, () => crowd.join()));
    return crowd;
  }

  /** Each shopper's first question: shopper and conversation are in the database then, and everything is warm. */
  async warmUp(inFlight: number): Promise<void> {
    const firsts = this.free.length;
    let asked = 0;
    const figures = empty();
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        while (asked++ < firsts) await this.turn(figures, performance.now());
      }),
    );
    if (figures.answered === 0) throw new Error(`no question was answered: ${figures.firstFailure ?? ''}`);
  }

  /** As many turns as can be had with `inFlight` shoppers waiting at any time. */
  async closedLoop(inFlight: number, seconds: number): Promise<LoadFigures> {
    const figures = empty();
    const began = performance.now();
    const until = began + seconds * 1000;
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        while (performance.now() < until) await this.turn(figures, performance.now());
      }),
    );
    figures.seconds = (performance.now() - began) / 1000;
    return figures;
  }

  /** Turns at a fixed rate; a time counts from when the question was due, so a generator that lags hides nothing. */
  async openLoop(perSecond: number, seconds: number): Promise<LoadFigures> {
    const figures = empty();
    const began = performance.now();
    const turns: Promise<void>[] = [];
    for (let i = 0; i < perSecond * seconds; i += 1) {
      const due = began + (i * 1000) / perSecond;
      const wait = due - performance.now();
      if (wait > 0) await sleep(wait);
      turns.push(this.turn(figures, due));
    }
    await Promise.all(turns);
    figures.seconds = (performance.now() - began) / 1000;
    return figures;
  }

  disperse(): void {
    for (const shopper of this.all) shopper.close();
  }

  private async turn(figures: LoadFigures, due: number): Promise<void> {
    const shopper = this.free.shift();
    if (!shopper) {
      figures.failed += 1;
      figures.firstFailure ??= 'all shoppers were still waiting';
      return;
    }
    let asked: Asked;
    try {
      asked = await shopper.ask(this.question());
    } catch (error) {
      figures.failed += 1;
      figures.firstFailure ??= error instanceof Error ? error.message : String(error);
      return this.replace(shopper);
    }
    if (asked.outcome === 'answered') {
      figures.answered += 1;
      figures.ms.push(performance.now() - due);
      this.free.push(shopper);
    } else {
      figures.handedOver += 1;
      await this.replace(shopper);
    }
  }

  /** Who waits for a person asks the bot no more: somebody new comes. */
  private async replace(shopper: BenchShopper): Promise<void> {
    shopper.close();
    this.all.delete(shopper);
    await this.join();
  }

  private async join(): Promise<void> {
    const shopper = await BenchShopper.connect(this.url);
    this.all.add(shopper);
    this.free.push(shopper);
  }
}

function empty(): LoadFigures {
  return { ms: [], answered: 0, handedOver: 0, failed: 0, seconds: 0 };
}

/** Echoes at a gentle pace while something else runs: what a socket costs on this machine at this moment. */
export class EchoProbe {
  private readonly ms: number[] = [];
  private stopped = false;
  private running?: Promise<void>;

  private constructor(private readonly socket: Socket) {}

  static async start(url: string): Promise<EchoProbe> {
    const socket = io(url, { transports: ['websocket'], forceNew: true });
    await next(socket, 'connect');
    const probe = new EchoProbe(socket);
    probe.running = probe.run();
    return probe;
  }

  async stop(): Promise<number[]> {
    this.stopped = true;
    await this.running;
    this.socket.disconnect();
    return this.ms;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const began = performance.now();
      await this.socket.emitWithAck('echo', { text: '停车多少钱' });
      this.ms.push(performance.now() - began);
      await sleep(20);
    }
  }
}
