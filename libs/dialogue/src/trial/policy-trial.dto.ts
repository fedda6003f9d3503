import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { LOCALES, type Locale } from '#kernel';
import { MAX_TEXT } from '#conversation';

const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

export class TryPolicyDto {
  /** What a shopper might write. */
  @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) text!: string;
  /** What the shopper wrote before it, oldest first. */
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(MAX_TEXT, { each: true })
  earlier?: string[];
  /** The handoff settings to try, checked as when they are saved; missing: those that hold now. */
  @IfGiven() @IsObject() settings?: Record<string, unknown>;
  @IfGiven() @IsIn(LOCALES) locale?: Locale;
  @IfGiven() @IsString() @Length(1, 40) tier?: string;
}

export class ReplayPolicyDto {
  /** The handoff settings to try, checked as when they are saved. */
  @IsObject() settings!: Record<string, unknown>;
  /** How many of the last decisions. */
  @IsInt() @Min(1) @Max(500) limit = 200;
}
