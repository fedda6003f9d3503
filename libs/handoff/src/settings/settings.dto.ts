import { IsInt, IsObject, Max, Min, ValidateIf } from 'class-validator';

export class SaveSettingsDto {
  /** Checked against the group's own rules. */
  @IsObject() settings!: Record<string, unknown>;
  /** The version they were read at; given, a change by somebody else in between is refused instead of overwritten. */
  @ValidateIf((dto: SaveSettingsDto) => dto.version !== undefined)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  version?: number;
}
