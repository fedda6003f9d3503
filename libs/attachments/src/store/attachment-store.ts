/** An attachment as it was stored, or the small picture of it. */
export type Variant = 'full' | 'thumb';

/** Where the bytes of attachments lie. Who may have them, and what they are, is known elsewhere. */
export abstract class AttachmentStore {
  /** Durable when it returns. Nothing is under this id and variant yet. */
  abstract put(id: string, variant: Variant, bytes: Buffer): Promise<void>;

  /** The bytes in order, piece by piece; none when there are none. */
  abstract get(id: string, variant: Variant): AsyncIterable<Buffer>;

  /** Takes away all bytes of an attachment; may be repeated. */
  abstract remove(id: string): Promise<void>;
}
