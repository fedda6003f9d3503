import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MAX_ATTACHMENTS, type PageContext } from '#kernel';

/** What a page says of itself; untrusted, shown to agents only. */
export class PageContextDto implements PageContext {
  @IsOptional() @IsString() @MaxLength(2000) url?: string;
  @IsOptional() @IsString() @MaxLength(300) title?: string;
  @IsOptional() @IsString() @MaxLength(100) productId?: string;
  @IsOptional() @IsString() @MaxLength(100) orderNo?: string;
}

export class SendMessageDto {
  @IsUUID() clientId!: string;
  @IsOptional() @IsString() text?: string;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_ATTACHMENTS)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  attachmentIds?: string[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PageContextDto) context?: PageContextDto;
}

export class SyncDto {
  @IsUUID() conversationId!: string;
  @IsInt() @Min(0) @Max(2_000_000_000) afterSeq!: number;
  @IsOptional() @IsInt() @Min(1) @Max(200) limit?: number;
}

export class HumanRequestDto {
  @IsOptional() @IsUUID() conversationId?: string;
}

export class ConversationDto {
  @IsUUID() conversationId!: string;
}

export class TypingDto {
  @IsUUID() conversationId!: string;
  @IsBoolean() active!: boolean;
}

export class CsatDto {
  @IsUUID() conversationId!: string;
  @IsInt() @Min(1) @Max(5) score!: number;
  @IsOptional() @IsString() @MaxLength(2000) comment?: string;
}

export class AnswerFeedbackDto {
  @IsUUID() messageId!: string;
  @IsBoolean() helpful!: boolean;
  @IsOptional() @IsString() @MaxLength(2000) comment?: string;
}

/** The handshake's `auth`. */
export class HelloDto {
  @IsOptional() @IsString() @MaxLength(200) token?: string;
  @IsOptional() @IsString() @MaxLength(35) locale?: string;
  @IsOptional() @IsString() @MaxLength(4000) identity?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) storeId?: string;
}
