import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataDirInUseError, DataDirLock } from '../../../libs/platform/src/database/data-dir-lock.js';
import { compileAlone } from '../../support/compile.js';

const SOURCE = 'libs/platform/src/database/data-dir-lock.ts';

describe('lock of the data folder', () => {
  let folder: string;
  let dataDir: string;
  let holder: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-lock-'));
    dataDir = join(folder, 'data');
    holder = join(folder, 'holder.mjs');
    compileAlone(SOURCE, folder);
    writeFileSync(
      holder,
      `import { DataDirLock } from './data-dir-lock.mjs';
       try { DataDirLock.acquire(process.argv[2]); console.log('held'); setInterval(() => {}, 1000); }
       catch (error) { console.log(error.name + ': ' + error.message); }`,
    );
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts another process that wants the folder; resolves with what it says first. */
  const other = async (): Promise<{ child: ChildProcess; says: string }> => {
    const child = spawn(process.execPath, [holder, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const [says] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, says: says.toString().trim() };
  };

  it('refuses a second process with a sentence that says what to do', async () => {
    const { child, says } = await other();
    expect(says).toBe('held');
    expect(() => DataDirLock.acquire(dataDir)).toThrow(
      new DataDirInUseError(
        `Another Deskhand (process ${child.pid}) is already running on ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
      ),
    );
    expect((await other()).says).toMatch(/^DataDirInUseError: Another Deskhand \(process \d+\) is already running/);
  });

  it('takes the lock of a killed process over at once', async () => {
    const { child } = await other();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = DataDirLock.acquire(dataDir);
    expect(readFileSync(join(dataDir, 'desk.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    lock.release();
  });

  it('takes over where the pid now belongs to another process', () => {
    DataDirLock.acquire(dataDir).release();
    // Process 1 lives, but it did not start at tick 1.
    writeFileSync(join(dataDir, 'desk.lock'), '1 1');
    DataDirLock.acquire(dataDir).release();
  });

  it('takes over from a former process that had the pid of this one', () => {
    DataDirLock.acquire(dataDir).release();
    writeFileSync(join(dataDir, 'desk.lock'), `${process.pid} 1`);
    DataDirLock.acquire(dataDir).release();
  });

  it.each(['', 'no pid', '-1 5', '0'])('takes over a damaged lock (%p)', (content) => {
    DataDirLock.acquire(dataDir).release();
    writeFileSync(join(dataDir, 'desk.lock'), content);
    DataDirLock.acquire(dataDir).release();
  });

  it('refuses a second desk in the same process, and gives the folder free', () => {
    const lock = DataDirLock.acquire(dataDir);
    expect(() => DataDirLock.acquire(dataDir)).toThrow(DataDirInUseError);
    lock.release();
    DataDirLock.acquire(dataDir).release();
    expect(existsSync(join(dataDir, 'desk.lock'))).toBe(false);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('has one winner when many processes find a stale lock at once', async () => {
    DataDirLock.acquire(dataDir).release();
    writeFileSync(join(dataDir, 'desk.lock'), '1 1');
    const all = await Promise.all(Array.from({ length: 8 }, other));
    expect(all.filter((o) => o.says === 'held')).toHaveLength(1);
  });
});
