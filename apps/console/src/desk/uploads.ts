import { MAX_ATTACHMENTS, newId, type UploadedAttachment, type WireAttachment } from '#kernel';
import type { Drafts } from './drafts.js';

/** A file the agent wants to send, on its way to the server or there already. */
export interface Upload {
  key: string;
  name: string;
  state: 'uploading' | 'ready' | 'failed';
  /** 0..1 */
  progress: number;
  /** Of what was added on this page: the file itself, to try again. */
  file?: File;
  attachment?: WireAttachment;
  error?: unknown;
}

export interface UploadTarget {
  upload(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<UploadedAttachment>;
}

/** The server keeps what was not sent for a day; a little less, so that nothing goes while it is looked at. */
const KEPT_MS = 23 * 60 * 60_000;
const NONE: readonly Upload[] = [];

interface Kept {
  attachment: WireAttachment;
  at: number;
}

/** Files added to replies and not sent yet, by conversation. What has arrived is part of the draft and survives a reload. */
export class Uploads {
  private readonly lists = new Map<string, readonly Upload[]>();
  private readonly running = new Map<string, AbortController>();
  private readonly arrivedAt = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly target: UploadTarget,
    private readonly drafts: Drafts,
    private readonly now: () => number = Date.now,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversationId: string): readonly Upload[] {
    let list = this.lists.get(conversationId);
    if (list === undefined) {
      list = this.kept(conversationId);
      this.lists.set(conversationId, list);
    }
    return list;
  }

  /** Begins to upload; returns how many found no place on the message. */
  add(conversationId: string, files: readonly File[]): number {
    const room = Math.max(0, MAX_ATTACHMENTS - this.of(conversationId).length);
    for (const file of files.slice(0, room)) {
      const upload: Upload = { key: newId(), name: file.name, state: 'uploading', progress: 0, file };
      this.set(conversationId, [...this.of(conversationId), upload]);
      void this.run(conversationId, upload.key, file);
    }
    return Math.max(0, files.length - room);
  }

  retry(conversationId: string, key: string): void {
    const upload = this.of(conversationId).find((one) => one.key === key);
    if (upload?.file === undefined) return;
    this.change(conversationId, key, { state: 'uploading', progress: 0, error: undefined });
    void this.run(conversationId, key, upload.file);
  }

  remove(conversationId: string, key: string): void {
    this.running.get(key)?.abort();
    this.set(
      conversationId,
      this.of(conversationId).filter((one) => one.key !== key),
    );
  }

  /** What can be sent now, taken out of the draft; what failed stays. */
  take(conversationId: string): WireAttachment[] {
    const list = this.of(conversationId);
    this.set(
      conversationId,
      list.filter((one) => one.state !== 'ready'),
    );
    return list.flatMap((one) => (one.state === 'ready' && one.attachment ? [one.attachment] : []));
  }

  private async run(conversationId: string, key: string, file: File): Promise<void> {
    const controller = new AbortController();
    this.running.set(key, controller);
    try {
      const { attachmentId: id, ...rest } = await this.target.upload(
        file,
        (progress) => this.change(conversationId, key, { progress }),
        controller.signal,
      );
      this.arrivedAt.set(id, this.now());
      this.change(conversationId, key, { state: 'ready', progress: 1, name: rest.name, attachment: { id, ...rest } });
    } catch (error) {
      // A removed one is not in the list any more: then this changes nothing.
      this.change(conversationId, key, { state: 'failed', error });
    } finally {
      this.running.delete(key);
    }
  }

  private change(conversationId: string, key: string, to: Partial<Upload>): void {
    const list = this.of(conversationId);
    if (!list.some((one) => one.key === key)) return;
    this.set(
      conversationId,
      list.map((one) => (one.key === key ? { ...one, ...to } : one)),
    );
  }

  private set(conversationId: string, list: readonly Upload[]): void {
    const before = this.of(conversationId);
    this.lists.set(conversationId, list.length === 0 ? NONE : list);
    if (arrived(before) !== arrived(list)) this.keep(conversationId, list);
    for (const listener of this.listeners) listener();
  }

  private keep(conversationId: string, list: readonly Upload[]): void {
    const kept = list.flatMap(({ attachment }): Kept[] =>
      attachment ? [{ attachment, at: this.arrivedAt.get(attachment.id) ?? this.now() }] : [],
    );
    this.drafts.write(conversationId, 'files', kept.length === 0 ? '' : JSON.stringify(kept));
  }

  private kept(conversationId: string): readonly Upload[] {
    const list = parse(this.drafts.read(conversationId, 'files')).filter(({ at }) => this.now() - at < KEPT_MS);
    if (list.length === 0) return NONE;
    return list.map(({ attachment, at }) => {
      this.arrivedAt.set(attachment.id, at);
      return { key: attachment.id, name: attachment.name, state: 'ready', progress: 1, attachment };
    });
  }
}

const arrived = (list: readonly Upload[]): string => list.map((one) => one.attachment?.id ?? '').join();

function parse(text: string): Kept[] {
  if (text === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isKept) : [];
  } catch {
    // Cut off by a crash of the browser: the files can be added again.
    return [];
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('attachment' in value)) return false;
  const { at, attachment } = value;
  return typeof at === 'number' && typeof attachment === 'object' && attachment !== null && 'id' in attachment;
}
