import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { MIB } from './figures.js';

const API = fileURLToPath(new URL('../../../api/src/main.js', import.meta.url));
const COLLECTABLE = ['--expose-gc', '--import', new URL('./collect.js', import.meta.url).href];
const START_LIMIT_MS = 180_000;

/** A port of the loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Resident memory of a process, MiB. Linux tells it in /proc; elsewhere 0. */
export function residentMib(pid: number | undefined): number {
  const file = `/proc/${pid ?? 0}/status`;
  if (!existsSync(file)) return 0;
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1];
  return (Number(kib ?? 0) * 1024) / MIB;
}

/** As `residentMib`, after the garbage is collected. The process must have been started as collectable. */
export async function collectedMib(child: ChildProcess): Promise<number> {
  for (let i = 0; i < 2; i += 1) {
    child.kill('SIGUSR2');
    await sleep(1_000);
  }
  return residentMib(child.pid);
}

/** The desk as its users start it, in a process of its own. */
export class DeskServer {
  private output = '';

  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {
    const keep = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-4_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  /** Starts it and waits until it is ready; `readyMs` is what that took, without any build. */
  static async start(
    environment: Record<string, string>,
    collectable = false,
  ): Promise<{ desk: DeskServer; readyMs: number }> {
    const began = performance.now();
    const port = await freePort();
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', ...profiling(), ...(collectable ? COLLECTABLE : []), API],
      {
        env: { PATH: process.env['PATH'] ?? '', ...environment, HOST: '127.0.0.1', PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const desk = new DeskServer(child, `http://127.0.0.1:${port}`);
    while (!(await desk.ready())) {
      if (child.exitCode !== null) throw new Error(`the desk ended at its start: ${desk.output}`);
      if (performance.now() - began > START_LIMIT_MS) {
        await desk.stop();
        throw new Error(`the desk was not ready after ${START_LIMIT_MS / 1000} s: ${desk.output}`);
      }
      await sleep(20);
    }
    return { desk, readyMs: performance.now() - began };
  }

  get residentMib(): number {
    return residentMib(this.child.pid);
  }

  /** CPU time the process has used so far, all threads, milliseconds. */
  async cpuMs(): Promise<number> {
    const figures = await (await fetch(`${this.url}/metrics`)).text();
    return Number(/^process_cpu_seconds_total ([\d.e+-]+)/m.exec(figures)?.[1] ?? 0) * 1000;
  }

  async stop(): Promise<void> {
    await end(this.child);
  }

  private async ready(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      // Nobody listens yet.
      return false;
    }
  }
}

/** `DESKHAND_BENCH_PROFILE=folder` leaves a CPU profile of each desk there. */
function profiling(): string[] {
  const folder = process.env['DESKHAND_BENCH_PROFILE'];
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

/** A helper process of the bench: a module beside this file that speaks over IPC. */
export class Helper {
  private constructor(readonly child: ChildProcess) {}

  static start(module: string, environment: Record<string, string> = {}, collectable = false): Helper {
    const child = fork(fileURLToPath(new URL(module, import.meta.url)), [], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      execArgv: collectable ? COLLECTABLE : [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return new Helper(child);
  }

  /** Sends one request and resolves with the next message of the helper; rejects when it reports an error or ends. */
  async ask<T>(request: object, limitMs = 600_000): Promise<T> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), limitMs);
    try {
      const { signal } = limit;
      const reply = Promise.race([
        once(this.child, 'message', { signal }),
        once(this.child, 'exit', { signal }).then(() => {
          throw new Error('a process of the bench has ended');
        }),
      ]);
      this.child.send(request);
      const [message] = (await reply) as [{ error?: string; value: T }];
      if (message.error !== undefined) throw new Error(message.error);
      return message.value;
    } finally {
      clearTimeout(timer);
      limit.abort();
    }
  }

  stop(): Promise<void> {
    return end(this.child);
  }
}

/** The helper's side: answers each request with what `work` makes of it. Ends with the bench. */
export function serveBench<Request>(work: (request: Request) => Promise<unknown>): void {
  process.on('message', (request: Request) => {
    work(request).then(
      (value) => process.send?.({ value }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : 'failed' }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(hard);
}
