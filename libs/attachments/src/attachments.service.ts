import { Injectable } from '@nestjs/common';
import { AppError, Clock, isId, newId, type UploadedAttachment, type WireAttachment } from '#kernel';
import { Database } from '#platform';
import type { Enclosed } from '#conversation';
import { AttachmentsRepository, type AttachmentRow } from './attachments.repository.js';
import { cleanFileName } from './media/file-name.js';
import { MediaWorkshop, type Prepared } from './media/media-workshop.js';
import type { Party, Uploader } from './parties.js';
import { AttachmentStore, type Variant } from './store/attachment-store.js';

const UNSENT_MS = 24 * 3_600_000;
const BATCH = 100;

/** An attachment as it is handed out. */
export interface OpenAttachment {
  id: string;
  kind: WireAttachment['kind'];
  type: string;
  name: string;
  size: number;
  bytes: AsyncIterable<Buffer>;
}

/** Pictures and PDFs: taken in, sent once with one message, shown to the parties of its conversation. */
@Injectable()
export class AttachmentsService {
  constructor(
    private readonly db: Database,
    private readonly attachments: AttachmentsRepository,
    private readonly store: AttachmentStore,
    private readonly workshop: MediaWorkshop,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores what `uploader` brings, to be sent within 24 hours. `read` gives the file's bytes, once there is room for them. Throws
   * ATTACHMENT_TYPE_NOT_SUPPORTED, ATTACHMENT_UNREADABLE, ATTACHMENT_TOO_LARGE, ATTACHMENT_DIMENSIONS_TOO_LARGE, VALIDATION_FAILED (an
   * empty file), UNAVAILABLE (too many at once).
   */
  upload(uploader: Uploader, file: { name: string; read: () => Promise<Buffer> }): Promise<UploadedAttachment> {
    return this.workshop.prepare(file.read, (prepared) => this.keep(uploader, file.name, prepared));
  }

  /**
   * What goes along with a message of `uploader`, in this order. Throws ATTACHMENT_NOT_FOUND for what does not exist or somebody else
   * has uploaded; what was sent already is refused when the message is stored, so that a repeat of that very message passes.
   */
  async enclose(uploader: Uploader, ids: readonly string[] | undefined): Promise<Enclosed | undefined> {
    if (!ids || ids.length === 0) return undefined;
    const rows = await this.attachments.ofUploader(this.db.manager, uploader, ids);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const attachments = ids.map((id) => {
      const row = byId.get(id.toLowerCase());
      if (!row) throw new AppError('ATTACHMENT_NOT_FOUND', { attachmentId: id });
      return toWireAttachment(row);
    });
    return {
      attachments,
      bind: async (tx, message) => {
        const bound = await this.attachments.bind(tx, uploader, ids, message);
        if (bound < ids.length) throw new AppError('ATTACHMENT_ALREADY_SENT');
      },
    };
  }

  /**
   * An attachment for a party of its conversation, or for whoever has uploaded it. For everybody else it does not exist:
   * ATTACHMENT_NOT_FOUND. A file without a small picture is given whole.
   */
  async open(party: Party, id: string, variant: Variant): Promise<OpenAttachment> {
    const row = isId(id) ? await this.attachments.find(this.db.manager, id) : undefined;
    if (!row || !(await mayOpen(party, row))) throw new AppError('ATTACHMENT_NOT_FOUND');
    const { kind, type, name } = row;
    return variant === 'thumb' && row.thumbSize !== null
      ? { id: row.id, kind, type: 'image/webp', name, size: row.thumbSize, bytes: this.store.get(row.id, 'thumb') }
      : { id: row.id, kind, type, name, size: row.size, bytes: this.store.get(row.id, 'full') };
  }

  /** Takes away what was uploaded a day ago and never sent, a batch at a time. Returns how many. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - UNSENT_MS);
    return this.takeAway(await this.attachments.discardUnsent(this.db.manager, before, BATCH));
  }

  /** Takes away everything in a shopper's conversations, the agents' files included, and what the shopper has not sent yet. */
  async erase(shopperId: string): Promise<number> {
    return this.takeAway(await this.attachments.discardOf(this.db.manager, shopperId));
  }

  private async keep(uploader: Uploader, name: string, prepared: Prepared): Promise<UploadedAttachment> {
    const row = {
      id: newId(),
      uploaderKind: uploader.kind,
      uploaderId: uploader.id,
      shopperId: uploader.kind === 'shopper' ? uploader.id : null,
      kind: prepared.kind,
      type: prepared.type,
      name: cleanFileName(name, prepared.type),
      size: prepared.bytes.length,
      width: prepared.width,
      height: prepared.height,
      thumbSize: prepared.thumb?.length ?? null,
    };
    // Row first, bytes next: whatever breaks in between is found by the sweep.
    await this.attachments.insert(this.db.manager, row, this.clock.now());
    await this.store.put(row.id, 'full', prepared.bytes);
    if (prepared.thumb) await this.store.put(row.id, 'thumb', prepared.thumb);
    await this.attachments.setReady(this.db.manager, row.id);
    const { id: attachmentId, ...rest } = toWireAttachment(row);
    return { attachmentId, ...rest };
  }

  /** Put aside already; a sweep goes on where this breaks off. */
  private async takeAway(ids: readonly string[]): Promise<number> {
    for (const id of ids) {
      await this.store.remove(id);
      await this.attachments.deleteDiscarded(this.db.manager, id);
    }
    return ids.length;
  }
}

async function mayOpen(party: Party, row: AttachmentRow): Promise<boolean> {
  if (party.kind === row.uploaderKind && party.id === row.uploaderId) return true;
  if (row.conversationId === null) return false;
  return party.kind === 'shopper' ? party.id === row.shopperId : party.maySee(row.conversationId);
}

type Described = Pick<AttachmentRow, 'id' | 'kind' | 'name' | 'size' | 'type' | 'width' | 'height'>;

function toWireAttachment({ id, kind, name, size, type, width, height }: Described): WireAttachment {
  return {
    id,
    kind,
    name,
    size,
    type,
    ...(width === null ? {} : { width }),
    ...(height === null ? {} : { height }),
  };
}
