import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sleep } from './wait.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the server unless it is built already. */
export async function buildServer(): Promise<void> {
  await promisify(execFile)(process.execPath, ['apps/build.mjs', '--server', '--quiet'], { cwd: ROOT });
}

/** The desk as its users start it, in a process of its own that a test may kill. Needs the server built (`node apps/build.mjs --server`). */
export class DeskProcess {
  private child?: ChildProcess;
  private output = '';

  constructor(
    readonly port: number,
    private readonly environment: Record<string, string | undefined>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): string {
    return this.output;
  }

  /** Resolves when the desk answers; throws with what it said when it does not. Returns the milliseconds it took. */
  async start(timeoutMs = 120_000): Promise<number> {
    const began = performance.now();
    this.output = '';
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/api/src/main.js'], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'] ?? '',
        LOG_LEVEL: 'warn',
        ...this.environment,
        PORT: String(this.port),
        HOST: '127.0.0.1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the desk ended with ${child.exitCode ?? child.signalCode}: ${this.output}`);
      if (performance.now() - began > timeoutMs) {
        await this.kill();
        throw new Error(`the desk did not start within ${timeoutMs} ms: ${this.output}`);
      }
      if (await this.isReady()) return performance.now() - began;
      await sleep(25);
    }
  }

  private async isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  /** kill -9: nothing is finished, nothing is written. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As Ctrl-C ends it. Returns the exit code. */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }
}

/** Below the ports that the system gives to whoever asks for any: a desk that is down for a moment finds its port free again. */
const [LOWEST_PORT, HIGHEST_PORT] = [15_000, 31_999];

/** A port of the loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isFree(port)) return port;
  }
  throw new Error('no port');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
