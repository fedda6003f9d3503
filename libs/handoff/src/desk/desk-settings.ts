import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsTimeZone,
  Matches,
  ValidateNested,
} from 'class-validator';
import type { SettingGroup } from '../settings/settings.service.js';
import { ALWAYS_OPEN, type BusinessHours, type OpenSpan, type Weekday } from './business-hours.js';

const TIME = { message: '$property must be a time of day, HH:MM between 00:00 and 24:00' };
const CLOCK = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

class OpenSpanDto implements OpenSpan {
  @Matches(CLOCK, TIME) from!: string;
  @Matches(CLOCK, TIME) to!: string;
}

class HoursExceptionDto {
  @Matches(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, { message: 'date must be YYYY-MM-DD' }) date!: string;
  @IsArray() @ArrayMaxSize(6) @ValidateNested({ each: true }) @Type(() => OpenSpanDto) spans!: OpenSpanDto[];
}

const Spans = (): PropertyDecorator => (target, key) => {
  for (const decorate of [IsOptional(), IsArray(), ArrayMaxSize(6), ValidateNested({ each: true })])
    decorate(target, key);
  Type(() => OpenSpanDto)(target, key as string);
};

class WeeklyHoursDto implements Partial<Record<Weekday, OpenSpan[]>> {
  @Spans() mon?: OpenSpanDto[];
  @Spans() tue?: OpenSpanDto[];
  @Spans() wed?: OpenSpanDto[];
  @Spans() thu?: OpenSpanDto[];
  @Spans() fri?: OpenSpanDto[];
  @Spans() sat?: OpenSpanDto[];
  @Spans() sun?: OpenSpanDto[];
}

class BusinessHoursDto implements BusinessHours {
  @IsTimeZone() timeZone!: string;
  @IsBoolean() alwaysOpen!: boolean;
  @IsObject() @ValidateNested() @Type(() => WeeklyHoursDto) weekly!: WeeklyHoursDto;
  @IsArray()
  @ArrayMaxSize(400)
  @ValidateNested({ each: true })
  @Type(() => HoursExceptionDto)
  exceptions!: HoursExceptionDto[];
}

/** When people answer. The demo shop's desk, like every new one, is always open. */
export class DeskSettings {
  @IsObject() @ValidateNested() @Type(() => BusinessHoursDto) hours!: BusinessHours;
}

export const DESK_SETTINGS: SettingGroup<DeskSettings> = {
  key: 'desk',
  defaults: { hours: ALWAYS_OPEN },
  Dto: DeskSettings,
};
