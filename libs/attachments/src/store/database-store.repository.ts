import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { AttachmentStore, type Variant } from './attachment-store.js';

/** Small enough that nobody who waits for the embedded database's one backend notices. */
const PART_BYTES = 256 * 1024;

/** In the desk's own database: one place to back up, shared by all processes. */
@Injectable()
export class DatabaseStore extends AttachmentStore {
  constructor(private readonly db: Database) {
    super();
  }

  async put(id: string, variant: Variant, bytes: Buffer): Promise<void> {
    for (let part = 0; part * PART_BYTES < bytes.length; part++) {
      await this.db.query('INSERT INTO attachment_blob (attachment_id, variant, part, bytes) VALUES ($1, $2, $3, $4)', [
        id,
        variant,
        part,
        bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
      ]);
    }
  }

  async *get(id: string, variant: Variant): AsyncIterable<Buffer> {
    for (let part = 0; ; part++) {
      const [row] = await this.db.query<{ bytes: Uint8Array }>(
        'SELECT bytes FROM attachment_blob WHERE attachment_id = $1 AND variant = $2 AND part = $3',
        [id, variant, part],
      );
      if (!row) return;
      // The embedded database gives plain byte arrays.
      yield Buffer.from(row.bytes.buffer, row.bytes.byteOffset, row.bytes.byteLength);
    }
  }

  async remove(id: string): Promise<void> {
    await this.db.query('DELETE FROM attachment_blob WHERE attachment_id = $1', [id]);
  }
}
