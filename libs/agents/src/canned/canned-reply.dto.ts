import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);
const NOT_BLANK = { message: '$property must not be blank' };

class TitleDto {
  @IfGiven() @IsString() @Length(1, 80) @Matches(/\S/, NOT_BLANK) 'zh-CN'?: string;
  @IfGiven() @IsString() @Length(1, 80) @Matches(/\S/, NOT_BLANK) en?: string;
}

class TextDto {
  @IfGiven() @IsString() @Length(1, 4_000) @Matches(/\S/, NOT_BLANK) 'zh-CN'?: string;
  @IfGiven() @IsString() @Length(1, 4_000) @Matches(/\S/, NOT_BLANK) en?: string;
}

export class CannedReplyDto {
  /** `shared`: for everybody; needs the right to. */
  @IsIn(['shared', 'personal']) scope!: 'shared' | 'personal';
  /** What is typed after the slash: letters of any script, digits, `-` and `_`. */
  @IsString() @Matches(/^[\p{L}\p{N}_-]{1,40}$/u) shortcut!: string;
  @IsObject() @ValidateNested() @Type(() => TitleDto) title!: TitleDto;
  @IsObject() @ValidateNested() @Type(() => TextDto) text!: TextDto;
  @IfGiven() @IsString() @Length(1, 40) @Matches(/\S/, NOT_BLANK) category?: string;
}

export class ChangedCannedReplyDto extends CannedReplyDto {
  /** The version it was read at. */
  @IsInt() @Min(1) @Max(2_147_483_647) version!: number;
}
