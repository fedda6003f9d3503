import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskProcess, freePort } from '../../support/desk-process.js';

const PASSWORD = 'a good demo password';

export const LIN = { email: 'lin@demo.local', password: PASSWORD, name: '林' };
export const CHEN = { email: 'chen@demo.local', password: PASSWORD, name: '陈' };
export const WU = { email: 'wu@demo.local', password: PASSWORD, name: '吴' };

/** The desk as `npm start` gives it to a newcomer: a process of its own, the demo shop's articles and team, an empty folder. */
export class DemoDesk {
  private constructor(
    readonly process: DeskProcess,
    private readonly folder: string,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<DemoDesk> {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-browser-'));
    const desk = new DemoDesk(
      new DeskProcess(await freePort(), { DATA_DIR: folder, DEMO_PASSWORD: PASSWORD, ...environment }),
      folder,
    );
    // The first start embeds all articles, which takes its time on a busy machine.
    await desk.process.start(120_000);
    return desk;
  }

  get url(): string {
    return this.process.url;
  }

  async close(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
