import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { AUDIT_ACTIONS, type AuditAction, type WireAuditEntry } from '#kernel';
import { AgentsOnly } from '#platform';
import { StoredAuditLog } from './stored-audit-log.js';

class AuditQuery {
  /** The agent who acted. */
  @IsOptional() @IsUUID() actor?: string;
  @IsOptional() @IsIn(AUDIT_ACTIONS) action?: AuditAction;
  /** The id of what it was done to: a conversation, an agent, a group of settings. */
  @IsOptional() @IsString() @MaxLength(100) @Matches(/^[^\0]*$/) subject?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
  @IsOptional() @IsString() @MaxLength(100) cursor?: string;
}

@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly log: StoredAuditLog) {}

  /** Who did what, newest first. */
  @Get()
  @AgentsOnly('audit.read')
  list(@Query() { actor, subject, ...query }: AuditQuery): Promise<{ entries: WireAuditEntry[]; nextCursor?: string }> {
    return this.log.page({ ...query, actorId: actor, subjectId: subject });
  }
}
