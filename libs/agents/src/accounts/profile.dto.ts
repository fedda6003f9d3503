import { IsIn, IsInt, IsNotEmpty, IsString, Length, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { AGENT_COLOURS, LOCALES, type AgentColour, type Locale } from '#kernel';

const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

export class ProfileDto {
  @IfGiven() @IsString() @Length(1, 80) @Matches(/\S/, { message: 'name must not be blank' }) name?: string;
  /** The language the console speaks; null: the browser's. */
  @ValidateIf((dto: ProfileDto) => dto.locale !== undefined && dto.locale !== null)
  @IsIn(LOCALES)
  locale?: Locale | null;
  /** Behind the initials; null: one made from the account. */
  @ValidateIf((dto: ProfileDto) => dto.colour !== undefined && dto.colour !== null)
  @IsIn(AGENT_COLOURS)
  colour?: AgentColour | null;
  /** How many conversations at once. */
  @IfGiven() @IsInt() @Min(1) @Max(50) capacity?: number;
}

export class ChangePasswordDto {
  @IsString() @IsNotEmpty() @MaxLength(256) current!: string;
  @IsString() @IsNotEmpty() @MaxLength(256) password!: string;
}
