import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Thrown when another living process works on the same data folder. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
}

/** Start time of a process in clock ticks, so that a reused pid is not taken for the old owner; undefined where there is no /proc. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number, started: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = startTime(pid);
  return started === undefined || now === undefined || now === started;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Locks of this process: where there is no /proc, an own pid in a file may also be a former process's. */
const held = new Set<string>();

/**
 * One process per embedded data folder: a file that names its owner. A lock left behind by a killed process is recognised by its pid
 * and start time and taken over at once. Holds among the processes of one machine and pid namespace: two containers that share a
 * folder are not kept apart.
 */
export class DataDirLock {
  private constructor(private readonly file: string) {}

  static acquire(dataDir: string): DataDirLock {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const file = join(dataDir, 'desk.lock');
    const own = `${file}.${process.pid}`;
    // Written aside and linked, so that nobody ever reads a lock without its owner.
    writeFileSync(own, `${process.pid} ${startTime(process.pid) ?? ''}`, { mode: 0o600 });
    try {
      for (let attempt = 0; attempt < 5; attempt++) {
        try {
          linkSync(own, file);
          held.add(file);
          return new DataDirLock(file);
        } catch (error) {
          if (codeOf(error) !== 'EEXIST') throw error;
        }
        DataDirLock.removeStale(dataDir, file);
      }
    } finally {
      rmSync(own, { force: true });
    }
    throw new DataDirInUseError(`The lock ${file} could not be taken. Try again.`);
  }

  release(): void {
    held.delete(this.file);
    rmSync(this.file, { force: true });
  }

  /** Throws when the owner lives. */
  private static removeStale(dataDir: string, file: string): void {
    const found = readIfThere(file);
    if (found === undefined) return;
    const [pid, started] = found.split(' ');
    const owner = Number(pid);
    const ours = owner === process.pid && !started ? held.has(file) : undefined;
    if (Number.isInteger(owner) && owner > 0 && (ours ?? isAlive(owner, started || undefined))) {
      throw new DataDirInUseError(
        `Another Deskhand (process ${owner}) is already running on ${dataDir}. Stop it first, or set DATA_DIR to another folder.`,
      );
    }
    // Between the look and the removal another process may have taken the stale lock over: move it away, look, and put a live one back.
    const aside = `${file}.stale.${process.pid}`;
    try {
      renameSync(file, aside);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      throw error;
    }
    try {
      if (readFileSync(aside, 'utf8') !== found) linkSync(aside, file);
    } finally {
      rmSync(aside, { force: true });
    }
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
