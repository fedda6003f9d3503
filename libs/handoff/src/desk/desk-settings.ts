import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LOCALES, type LocalisedText, type Words } from '#kernel';
import type { SettingGroup } from '../settings/settings.service.js';
import { unknownPlaces } from './closed-notice.js';
import { ALWAYS_OPEN, type BusinessHours, type OpenSpan, type Weekday } from './business-hours.js';

const TIME = { message: '$property must be a time of day, HH:MM between 00:00 and 24:00' };
const CLOCK = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

class OpenSpanDto implements OpenSpan {
  @Matches(CLOCK, TIME) from!: string;
  @Matches(CLOCK, TIME) to!: string;
}

class HoursExceptionDto {
  @Matches(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, { message: 'date must be YYYY-MM-DD' }) date!: string;
  /** What the day is called, for those who set it. */
  @ValidateIf((dto: HoursExceptionDto) => dto.name !== undefined) @IsString() @Length(1, 40) name?: string;
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

const Said = (): PropertyDecorator => (target, key) => {
  for (const decorate of [IsOptional(), IsString(), Length(1, 500)]) decorate(target, key);
};

class ClosedTextDto implements LocalisedText {
  @Said() 'zh-CN'?: string;
  @Said() en?: string;
}

/** When people answer, and what shoppers are told when they do not. The demo shop's desk, like every new one, is always open. */
export class DeskSettings {
  @IsObject() @ValidateNested() @Type(() => BusinessHoursDto) hours!: BusinessHours;
  /** Said when a conversation goes to the queue outside the hours. `{{opens}}`: when people are back. A language without one: ours. */
  @IsObject() @ValidateNested() @Type(() => ClosedTextDto) closedText!: LocalisedText;
}

export const DESK_SETTINGS: SettingGroup<DeskSettings> = {
  key: 'desk',
  defaults: { hours: ALWAYS_OPEN, closedText: {} },
  Dto: DeskSettings,
  check: problemOf,
};

function problemOf({ hours, closedText }: DeskSettings): Words | undefined {
  const dates = hours.exceptions.map(({ date }) => date);
  const twice = dates.find((date, i) => dates.indexOf(date) !== i);
  if (twice !== undefined) return { 'zh-CN': `${twice} 出现了两次`, en: `${twice} is there twice` };
  const unreal = dates.find((date) => !new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date));
  if (unreal !== undefined) return { 'zh-CN': `没有 ${unreal} 这一天`, en: `there is no day ${unreal}` };
  const place = LOCALES.flatMap((locale) => unknownPlaces(closedText[locale] ?? ''))[0];
  if (place === undefined) return undefined;
  return { 'zh-CN': `${place} 不是可用的变量，可用：{{opens}}`, en: `${place} cannot be filled; there is {{opens}}` };
}
