import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When agents could last reach us. A gap means that we were away, and that nobody's lease may run out for it. */
@Entity('service_heartbeat')
export class ServiceHeartbeat {
  @PrimaryColumn('text')
  name!: string;

  @Column('timestamptz', { name: 'beat_at' })
  beatAt!: Date;

  /** No lease runs out before this moment. */
  @Column('timestamptz', { name: 'grace_until' })
  graceUntil!: Date;
}
