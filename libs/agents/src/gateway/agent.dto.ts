import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MAX_ATTACHMENTS, type AgentStatus } from '#kernel';

/** What agents' sockets send. Nothing is converted: a number where a text is expected is refused. Lengths of texts are checked by libs/conversation. */

/** Unlike IsOptional, null is not taken for absent. */
const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

export const STATUSES = ['online', 'away', 'offline'] as const satisfies AgentStatus[];
export const MAX_CAPACITY = 50;

export class PresenceDto {
  @IsIn(STATUSES) status!: AgentStatus;
  @IfGiven() @IsInt() @Min(1) @Max(MAX_CAPACITY) capacity?: number;
}

export class ConversationDto {
  @IsUUID() conversationId!: string;
}

export class AgentMessageDto extends ConversationDto {
  @IsUUID() clientId!: string;
  @IfGiven() @IsString() text?: string;
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MAX_ATTACHMENTS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  attachmentIds?: string[];
}

export class NoteDto extends ConversationDto {
  @IsString() text!: string;
  @IfGiven() @IsBoolean() whisper?: boolean;
  /** Ids of colleagues the note calls. */
  @IfGiven() @IsArray() @ArrayMaxSize(10) @ArrayUnique() @IsUUID('all', { each: true }) mentions?: string[];
}

export class TransferTargetDto {
  @ValidateIf((to: TransferTargetDto) => to.agentId !== undefined || to.skill === undefined) @IsUUID() agentId?: string;
  @IfGiven() @Matches(/^[a-z][a-z0-9_-]{0,39}$/) skill?: string;
}

export class TransferDto extends ConversationDto {
  @IsObject() @ValidateNested() @Type(() => TransferTargetDto) to!: TransferTargetDto;
  @IfGiven() @IsString() note?: string;
}

/** The version the supervisor has seen; another one by now, and nothing happens. */
const SeenVersion = (): PropertyDecorator => (target, key) => {
  for (const decorate of [IfGiven(), IsInt(), Min(1), Max(2_147_483_647)]) decorate(target, key);
};

export class ReadAlongDto extends ConversationDto {
  @IsBoolean() active!: boolean;
}

export class TakeOverDto extends ConversationDto {
  @SeenVersion() ownershipVersion?: number;
}

export class ReassignDto extends TransferDto {
  @SeenVersion() ownershipVersion?: number;
}

export class ResolveDto extends ConversationDto {
  @IfGiven() @IsString() @MaxLength(200) outcome?: string;
}

export class SyncDto extends ConversationDto {
  @IsInt() @Min(0) @Max(2_147_483_647) afterSeq!: number;
  @IfGiven() @IsInt() @Min(1) @Max(200) limit?: number;
}

export class TypingDto extends ConversationDto {
  @IsBoolean() active!: boolean;
}

export class EmptyDto {
  /** A class without a rule would be refused as unknown; this field is never there. */
  @IfGiven() @IsIn([]) readonly nothing?: never;
}
