import { describe, expect, it } from '@jest/globals';
import type { UploadedAttachment } from '#kernel';
import { MemoryStorage } from '../lib/storage.js';
import { Drafts } from './drafts.js';
import { Uploads, type UploadTarget } from './uploads.js';

interface Running {
  file: File;
  progress: (share: number) => void;
  signal: AbortSignal;
  finish: (error?: Error) => void;
}

/** A server whose answers the test gives. */
class Target implements UploadTarget {
  readonly running: Running[] = [];

  upload(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<UploadedAttachment> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error): void =>
        error
          ? reject(error)
          : resolve({ attachmentId: `id-${file.name}`, kind: 'image', name: file.name, size: 1, type: 'image/png' });
      this.running.push({ file, progress, signal, finish });
    });
  }
}

const file = (name: string): File => new File(['x'], name, { type: 'image/png' });
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function setUp(storage = new MemoryStorage(), now = () => 0) {
  const target = new Target();
  const drafts = new Drafts(storage, 'lin', now);
  return { target, storage, drafts, uploads: new Uploads(target, drafts, now) };
}

describe('Uploads', () => {
  it('tells how far a file is, and gives it out once it has arrived', async () => {
    const { target, uploads } = setUp();
    let told = 0;
    uploads.subscribe(() => told++);
    expect(uploads.add('c1', [file('a')])).toBe(0);
    target.running[0]!.progress(0.5);
    expect(uploads.of('c1')).toMatchObject([{ name: 'a', state: 'uploading', progress: 0.5 }]);
    expect(uploads.take('c1')).toEqual([]);
    target.running[0]!.finish();
    await soon();
    expect(uploads.of('c1')).toMatchObject([{ state: 'ready' }]);
    expect(uploads.of('c1')).toBe(uploads.of('c1'));
    expect(uploads.take('c1')).toMatchObject([{ id: 'id-a', name: 'a' }]);
    expect(uploads.of('c1')).toEqual([]);
    expect(told).toBeGreaterThanOrEqual(4);
  });

  it('a failed one stays, is not sent, and can be tried again', async () => {
    const { target, uploads } = setUp();
    uploads.add('c1', [file('a'), file('b')]);
    target.running[0]!.finish(new Error('no'));
    target.running[1]!.finish();
    await soon();
    expect(uploads.take('c1').map((one) => one.name)).toEqual(['b']);
    const [failed] = uploads.of('c1');
    expect(failed).toMatchObject({ name: 'a', state: 'failed' });
    uploads.retry('c1', failed!.key);
    target.running[2]!.finish();
    await soon();
    expect(uploads.of('c1')).toMatchObject([{ state: 'ready', error: undefined }]);
  });

  it('a removed one is given up and does not come back', async () => {
    const { target, uploads } = setUp();
    uploads.add('c1', [file('a')]);
    uploads.remove('c1', uploads.of('c1')[0]!.key);
    expect(target.running[0]!.signal.aborted).toBe(true);
    target.running[0]!.finish(new Error('aborted'));
    await soon();
    expect(uploads.of('c1')).toEqual([]);
  });

  it('six find a place on a message', () => {
    const { target, uploads } = setUp();
    expect(uploads.add('c1', 'abcdefgh'.split('').map(file))).toBe(2);
    expect(uploads.add('c1', [file('i')])).toBe(1);
    expect(uploads.add('c2', [file('i')])).toBe(0);
    expect(target.running).toHaveLength(7);
  });

  it('what has arrived survives a reload, for less than the server keeps it, and goes with a sign-out', async () => {
    const storage = new MemoryStorage();
    const { target, uploads, drafts } = setUp(storage);
    uploads.add('c1', [file('a'), file('b')]);
    target.running[0]!.finish();
    await soon();
    expect(setUp(storage).uploads.of('c1')).toMatchObject([{ name: 'a', state: 'ready', attachment: { id: 'id-a' } }]);
    expect(drafts.withReply()).toEqual(new Set());
    expect(setUp(storage, () => 23 * 3_600_000).uploads.of('c1')).toEqual([]);
    storage.setItem('deskhand.draft.lin.c2.files', JSON.stringify({ text: '[{"at":', savedAt: 0 }));
    expect(setUp(storage).uploads.of('c2')).toEqual([]);
    drafts.clear();
    expect(storage.keys()).toEqual([]);
  });
});
