import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Locale, LocalisedText, Words } from '#kernel';
import type { SettingGroup } from '#handoff';

/** What the merchant sets of the widget. Null: the widget's own. The attributes of a page's script tag win over all of it. */
export interface WidgetLookSettings {
  /** Who answers, in the head of the panel. */
  name: string | null;
  /** `#rrggbb`; the widget corrects it where it could not be read. */
  accent: string | null;
  /** An https address, or the path of an uploaded one. */
  logoUrl: string | null;
  position: 'left' | 'right';
  theme: 'system' | 'light' | 'dark';
  greeting: LocalisedText;
  questions: {
    /** `asked`: those most asked at the hour; `fixed`: the list. */
    mode: 'asked' | 'fixed';
    fixed: Partial<Record<Locale, string[]>>;
  };
}

export const LOGO_PATH = '/api/v1/widget/logo/';
const LOGO = /^(?:https:\/\/[^\s"'<>\\]{1,500}|\/api\/v1\/widget\/logo\/[0-9a-f]{64})$/;

const IfSet = (): PropertyDecorator => ValidateIf((_object, value) => value !== null);
const NOT_BLANK = { message: '$property must not be blank' };

const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
const Greeting = (): PropertyDecorator => all(IsOptional(), IsString(), Length(1, 300), Matches(/\S/, NOT_BLANK));
const Questions = (): PropertyDecorator =>
  all(
    IsOptional(),
    IsArray(),
    ArrayMaxSize(4),
    ArrayUnique(),
    IsString({ each: true }),
    Length(1, 80, { each: true }),
    Matches(/\S/, { ...NOT_BLANK, each: true }),
  );

class GreetingDto implements LocalisedText {
  @Greeting() 'zh-CN'?: string;
  @Greeting() en?: string;
}

class FixedQuestionsDto {
  @Questions() 'zh-CN'?: string[];
  @Questions() en?: string[];
}

class QuestionsDto {
  @IsIn(['asked', 'fixed']) mode!: 'asked' | 'fixed';
  @IsObject() @ValidateNested() @Type(() => FixedQuestionsDto) fixed!: FixedQuestionsDto;
}

class WidgetLookDto implements WidgetLookSettings {
  @IfSet() @IsString() @Length(1, 40) @Matches(/\S/, NOT_BLANK) name!: string | null;
  @IfSet() @Matches(/^#[0-9a-f]{6}$/i, { message: 'accent must be a colour such as #1f6f5c' }) accent!: string | null;
  @IfSet()
  @Matches(LOGO, { message: 'logoUrl must be an https address or the path of an uploaded logo' })
  logoUrl!: string | null;
  @IsIn(['left', 'right']) position!: 'left' | 'right';
  @IsIn(['system', 'light', 'dark']) theme!: 'system' | 'light' | 'dark';
  @IsObject() @ValidateNested() @Type(() => GreetingDto) greeting!: GreetingDto;
  @IsObject() @ValidateNested() @Type(() => QuestionsDto) questions!: QuestionsDto;
}

export const WIDGET_SETTINGS: SettingGroup<WidgetLookSettings> = {
  key: 'widget',
  defaults: {
    name: null,
    accent: null,
    logoUrl: null,
    position: 'right',
    theme: 'system',
    greeting: {},
    questions: { mode: 'asked', fixed: {} },
  },
  Dto: WidgetLookDto,
  check: problemOf,
};

function problemOf({ questions: { mode, fixed } }: WidgetLookSettings): Words | undefined {
  if (mode === 'asked' || Object.values(fixed).some((list) => list.length > 0)) return undefined;
  return { 'zh-CN': '请至少填写一个固定问题', en: 'there must be at least one fixed question' };
}
