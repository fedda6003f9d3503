import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, Max, Min, ValidateIf } from 'class-validator';

const MOST = 2_147_483_647;

export class SaveSettingsDto {
  /** Checked against the group's own rules. */
  @IsObject() settings!: Record<string, unknown>;
  /** The version they were read at; given, a change by somebody else in between is refused instead of overwritten. */
  @ValidateIf((dto: SaveSettingsDto) => dto.version !== undefined)
  @IsInt()
  @Min(0)
  @Max(MOST)
  version?: number;
}

export class ResetSettingsQuery {
  /** As when saving. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(MOST) version?: number;
}
