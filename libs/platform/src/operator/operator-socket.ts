import { chmodSync, existsSync, unlinkSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Log } from '../log/log.js';
import { toAppError } from '../http/error.filter.js';
import { OperatorCommands, type CommandArguments, type CommandProgress } from './operator-commands.js';

/** A socket path may be 107 bytes long; a relative one gets us further. */
export function operatorSocketPath(dataDir: string): string {
  const path = join(dataDir, 'desk.sock');
  return Buffer.byteLength(path) < 100 ? path : relative(process.cwd(), path);
}

export type OperatorReply = { ok: true; result: unknown } | { ok: false; message: string };

/** One line of JSON each: how far the command is, as often as it likes, then the reply. */
type Line = { progress: [done: number, total: number] } | OperatorReply;

/** Lets the command line speak to a running embedded desk: HTTP over a socket file that only the owner may open. */
@Injectable()
export class OperatorSocket implements BeforeApplicationShutdown {
  private server?: Server;

  constructor(
    private readonly config: AppConfig,
    private readonly commands: OperatorCommands,
    private readonly log: Log,
  ) {}

  async listen(): Promise<void> {
    const path = operatorSocketPath(this.config.dataDir);
    if (existsSync(path)) unlinkSync(path);
    this.server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const answer = (reply: OperatorReply): void => void outgoing.end(JSON.stringify(reply));
        const tell = (line: Line): void => void outgoing.write(`${JSON.stringify(line)}\n`);
        const onProgress: CommandProgress = (...progress) => tell({ progress });
        this.run(Buffer.concat(chunks).toString('utf8'), onProgress).then(
          (result) => answer({ ok: true, result }),
          (error: unknown) => {
            const known = toAppError(error);
            if (known.code === 'INTERNAL') this.log.error({ error }, 'an operator command failed');
            const message =
              known.code === 'INTERNAL' && error instanceof Error ? error.message : known.toWire('en').message;
            answer({ ok: false, message });
          },
        );
      });
    });
    const umask = process.umask(0o177);
    try {
      await new Promise<void>((resolve, reject) => {
        this.server?.once('error', reject);
        this.server?.listen(path, resolve);
      });
    } finally {
      process.umask(umask);
    }
    chmodSync(path, 0o600);
  }

  async beforeApplicationShutdown(): Promise<void> {
    const server = this.server;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private async run(body: string, onProgress: CommandProgress): Promise<unknown> {
    const { command, args } = JSON.parse(body) as { command: string; args: CommandArguments };
    return this.commands.run(command, args, onProgress);
  }
}

/** The other end, for the command line. Rejects with ECONNREFUSED or ENOENT when no desk is running. */
export function askOperatorSocket(
  dataDir: string,
  command: string,
  args: CommandArguments,
  onProgress: CommandProgress = () => undefined,
): Promise<OperatorReply> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: operatorSocketPath(dataDir), method: 'POST', path: '/' }, (incoming) => {
      const lines = createInterface({ input: incoming });
      let reply: OperatorReply | undefined;
      incoming.once('error', reject);
      lines.on('line', (text) => {
        const line = JSON.parse(text) as Line;
        if ('progress' in line) onProgress(...line.progress);
        else reply = line;
      });
      lines.on('close', () => (reply ? resolve(reply) : reject(new Error('the desk has stopped in the middle'))));
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ command, args }));
  });
}
