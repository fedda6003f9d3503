import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WeChatAccountKind, WeChatSends } from '#kernel';

/** An account of the merchant's at WeChat. Its secrets are sealed; those of the environment's account stand nowhere here. */
@Entity('wechat_account')
export class WeChatAccountRow {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_wechat_account' })
  id!: string;

  @Column('text')
  kind!: WeChatAccountKind;

  @Column('text')
  name!: string;

  /** The app id, or the corporation's id of a wecom_kf account. */
  @Column('text', { name: 'app_id' })
  appId!: string;

  @Column('text', { name: 'app_secret', nullable: true })
  appSecret!: string | null;

  @Column('text', { nullable: true })
  token!: string | null;

  @Column('text', { name: 'aes_key', nullable: true })
  aesKey!: string | null;

  @Column('text', { name: 'managed_by' })
  managedBy!: 'environment' | 'desk';

  @Column('text', { default: 'api' })
  sends!: WeChatSends;

  /** False once WeChat has refused menu messages: then they are sent as text. */
  @Column('boolean', { default: true })
  menus!: boolean;

  /** Why nothing can be sent by this account now: a code of ours. */
  @Column('text', { nullable: true })
  problem!: string | null;

  @Column('timestamptz', { name: 'problem_at', nullable: true })
  problemAt!: Date | null;

  @Column('int', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
