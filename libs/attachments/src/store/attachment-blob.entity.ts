import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A piece of an attachment's bytes. */
@Entity('attachment_blob')
export class AttachmentBlob {
  @PrimaryColumn('uuid', { name: 'attachment_id' })
  attachmentId!: string;

  @PrimaryColumn('text')
  variant!: 'full' | 'thumb';

  @PrimaryColumn('smallint')
  part!: number;

  @Column('bytea')
  bytes!: Buffer;
}
