import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Locale } from '#kernel';

/** A store of the merchant, as `stores.yaml` of the knowledge base lists it. */
@Entity('store')
export class Store {
  /** A slug, e.g. `hangzhou-binjiang`. */
  @PrimaryColumn('text')
  id!: string;

  @Column('jsonb')
  name!: Partial<Record<Locale, string>>;

  @Column('jsonb', { default: {} })
  city!: Partial<Record<Locale, string>>;

  @Column('jsonb', { default: {} })
  address!: Partial<Record<Locale, string>>;

  /** What shoppers call it. */
  @Column('text', { array: true, default: '{}' })
  aliases!: string[];

  /** Opening hours by weekday (`mon` … `sun`): `10:00-22:00`. */
  @Column('jsonb', { default: {} })
  hours!: Record<string, string>;

  @Column('text', { default: 'Asia/Shanghai' })
  timezone!: string;

  @Column('text', { nullable: true })
  phone!: string | null;
}
