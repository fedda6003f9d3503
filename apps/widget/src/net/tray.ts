import { MAX_ATTACHMENTS, type WireAttachment } from '#kernel';
import { v4 } from 'uuid';
import type { Memory } from '../lib/memory.js';
import { shrink } from '../lib/shrink.js';
import type { Translate } from '../lib/words.js';
import { Store } from '../state/state.js';
import { MAX_BYTES, UploadFailed, type Files } from './files.js';

/** Something picked to be sent along. */
export interface TrayFile {
  readonly key: string;
  readonly name: string;
  readonly kind: 'image' | 'file';
  readonly state: 'uploading' | 'done' | 'failed';
  /** 0 to 1 */
  readonly progress: number;
  /** Why it failed, in the shopper's language. */
  readonly reason?: string;
  /** A file that can never be sent (too large, wrong type) cannot be tried again. */
  readonly hopeless?: boolean;
  readonly uploaded?: WireAttachment;
}

const TYPES = /^(image\/(jpeg|png|webp|gif|heic|heif|avif|bmp)|application\/pdf)$/;

/** What the shopper is about to send along: shrunk and uploaded while the words are still being written. */
export class Tray {
  readonly store: Store<readonly TrayFile[]>;
  private readonly sources = new Map<string, { file: File; controller: AbortController }>();

  constructor(
    private readonly files: Files,
    private readonly memory: Memory,
    private readonly t: Translate,
    /** Says that not everything could be taken. */
    private readonly remark: (words: string) => void,
  ) {
    this.store = new Store<readonly TrayFile[]>((memory.read().draftFiles ?? []).map(asDone));
  }

  add(picked: Iterable<File>): void {
    const files = [...picked];
    const room = MAX_ATTACHMENTS - this.store.state.length;
    if (files.length > room) this.remark(this.t('filesTooMany', { max: MAX_ATTACHMENTS }));
    for (const file of files.slice(0, Math.max(0, room))) {
      const key = v4();
      const kind = file.type.startsWith('image/') ? 'image' : 'file';
      // Phones name a picture of the camera "image.jpg", pasted ones have no name at all.
      const name = file.name || this.t('attachmentImage');
      this.sources.set(key, { file, controller: new AbortController() });
      this.store.update((tray) => [...tray, { key, name, kind, state: 'uploading', progress: 0 }]);
      void this.send(key);
    }
  }

  retry(key: string): void {
    const source = this.sources.get(key);
    if (source === undefined) return;
    this.sources.set(key, { file: source.file, controller: new AbortController() });
    this.patch(key, { state: 'uploading', progress: 0, reason: undefined });
    void this.send(key);
  }

  /** Takes it away, also while it is on its way. */
  remove(key: string): void {
    this.sources.get(key)?.controller.abort();
    this.sources.delete(key);
    this.store.update((tray) => tray.filter((each) => each.key !== key));
    this.remember();
  }

  /** Hands over what has arrived, to be sent with a message; what has failed stays. */
  take(): WireAttachment[] {
    const taken = this.store.state.flatMap((each) => (each.uploaded ? [each.uploaded] : []));
    for (const { key, uploaded } of this.store.state) if (uploaded) this.sources.delete(key);
    this.store.update((tray) => tray.filter((each) => !each.uploaded));
    this.remember();
    return taken;
  }

  /** Another shopper: what the former one had picked is none of theirs. */
  clear(): void {
    for (const { key } of this.store.state) this.remove(key);
  }

  private async send(key: string): Promise<void> {
    const source = this.sources.get(key);
    if (source === undefined) return;
    const { file, controller } = source;
    const refused = (words: string): void => this.patch(key, { state: 'failed', reason: words, hopeless: true });
    if (file.type !== '' && !TYPES.test(file.type)) return refused(this.t('fileType'));
    try {
      const { blob, name } = await shrink(file);
      if (blob.size === 0) return refused(this.t('fileEmpty'));
      if (blob.size > MAX_BYTES) return refused(this.t('fileTooLarge', { max: MAX_BYTES / 1024 / 1024 }));
      const progress = (share: number): void => this.patch(key, { progress: share });
      const { attachmentId, ...rest } = await this.files.upload(blob, name, progress, controller.signal);
      if (rest.kind === 'image') this.files.keep(attachmentId, blob);
      this.patch(key, { state: 'done', progress: 1, uploaded: { id: attachmentId, ...rest } });
      this.remember();
    } catch (error) {
      if (controller.signal.aborted) return;
      const words = error instanceof UploadFailed ? error.words : undefined;
      this.patch(key, { state: 'failed', reason: words ?? this.t('fileFailed') });
    }
  }

  private patch(key: string, patch: Partial<TrayFile>): void {
    this.store.update((tray) => tray.map((each) => (each.key === key ? { ...each, ...patch } : each)));
  }

  private remember(): void {
    this.memory.write({ draftFiles: this.store.state.flatMap((each) => (each.uploaded ? [each.uploaded] : [])) });
  }
}

function asDone(uploaded: WireAttachment): TrayFile {
  return { key: uploaded.id, name: uploaded.name, kind: uploaded.kind, state: 'done', progress: 1, uploaded };
}
