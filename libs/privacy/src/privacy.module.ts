import { Global, Module } from '@nestjs/common';
import { AuditLog } from '#platform';
import './audit/audit-entry.entity.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditEntryRepository } from './audit/audit-entry.repository.js';
import { StoredAuditLog } from './audit/stored-audit-log.js';

/** Global, because it stands behind a port of the platform that every library may inject. */
@Global()
@Module({
  controllers: [AuditController],
  providers: [AuditEntryRepository, StoredAuditLog, { provide: AuditLog, useExisting: StoredAuditLog }],
  exports: [AuditLog],
})
export class PrivacyModule {}
