import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the merchant has set, one row per group. A group without a row has the shipped defaults. */
@Entity('setting')
export class Setting {
  @PrimaryColumn('text')
  key!: string;

  @Column('jsonb')
  value!: unknown;

  /** Raised by every change, so that two who edit at once do not overwrite each other unseen. */
  @Column('int', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Column('uuid', { name: 'updated_by', nullable: true })
  updatedBy!: string | null;
}
