import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A logo that was uploaded, by the hash of its bytes: its address changes when it changes, so it may be kept for ever by browsers. */
@Entity('widget_logo')
export class WidgetLogo {
  /** SHA-256 of the bytes, hex. */
  @PrimaryColumn('text')
  hash!: string;

  @Column('text')
  type!: string;

  @Column('bytea')
  bytes!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
