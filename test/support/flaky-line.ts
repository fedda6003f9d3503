import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a server on loopback that a test can cut: both ends lose the connection, and what was under way is gone. */
export class FlakyLine {
  private readonly lines = new Set<() => void>();
  private server?: Server;

  constructor(private readonly port: number) {}

  async open(): Promise<string> {
    const server = createServer((near) => this.carry(near));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    this.server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Cuts each open connection for which `chosen` says so; returns how many. */
  cut(chosen: () => boolean): number {
    const cuts = [...this.lines].filter(() => chosen());
    for (const cut of cuts) cut();
    return cuts.length;
  }

  async close(): Promise<void> {
    this.cut(() => true);
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private carry(near: Socket): void {
    const far = connect(this.port, '127.0.0.1');
    const cut = (): void => {
      this.lines.delete(cut);
      near.destroy();
      far.destroy();
    };
    this.lines.add(cut);
    for (const end of [near, far]) {
      // A cut line ends with an error on one side; that is what it is for.
      end.on('error', cut);
      end.on('close', cut);
    }
    near.pipe(far);
    far.pipe(near);
  }
}
