import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import {
  WORD_KINDS,
  type HandoffRule,
  type HandoffSettings,
  type Severity,
  type TriggerName,
  type WordKind,
} from '#kernel';
import { DEFAULT_HANDOFF_SETTINGS } from '../policy/index.js';
import type { SettingGroup } from './settings.service.js';

const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

/** Applies several decorators as one. */
const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
const Between = (low: number, high: number): PropertyDecorator =>
  all(IsNumber({ allowNaN: false, allowInfinity: false }), Min(low), Max(high));
const Share = (): PropertyDecorator => Between(0, 1);
const Count = (low: number, high: number): PropertyDecorator => all(IsInt(), Min(low), Max(high));

const Listed = (): PropertyDecorator =>
  all(
    IfGiven(),
    IsArray(),
    ArrayMaxSize(500),
    ArrayUnique(),
    IsString({ each: true }),
    Length(1, 80, { each: true }),
    Matches(/\S/, { each: true, message: '$property must not have a blank entry' }),
  );
const Nested = (type: () => new () => object): PropertyDecorator =>
  all(IsObject(), ValidateNested(), Type(type) as PropertyDecorator);
const Flag = (): PropertyDecorator => all(IfGiven(), IsBoolean());
const BetweenOrNull = (low: number, high: number): PropertyDecorator =>
  all(
    ValidateIf((_object, value) => value !== null),
    Between(low, high),
  );
const ShareOrNull = (): PropertyDecorator => BetweenOrNull(0, 1);

/** A wrong answer may count as this much of a needless handover, up to as many. */
const COSTS = [0.1, 100] as const;

class WordListsDto {
  @Listed() 'zh-CN'?: string[];
  @Listed() en?: string[];
}

class WordsDto implements Partial<Record<WordKind, WordListsDto>> {
  @IfGiven() @Nested(() => WordListsDto) human_request?: WordListsDto;
  @IfGiven() @Nested(() => WordListsDto) complaint?: WordListsDto;
  @IfGiven() @Nested(() => WordListsDto) anger?: WordListsDto;
  @IfGiven() @Nested(() => WordListsDto) risk?: WordListsDto;
}

class TriggersDto implements Partial<Record<TriggerName, boolean>> {
  @Flag() human_request?: boolean;
  @Flag() complaint?: boolean;
  @Flag() anger?: boolean;
  @Flag() risk?: boolean;
  @Flag() bot_failure?: boolean;
  @Flag() falling_mood?: boolean;
  @Flag() missed?: boolean;
  @Flag() asked_again?: boolean;
  @Flag() complex?: boolean;
  @Flag() vip?: boolean;
  @Flag() merchant_rule?: boolean;
}

class HandoffRuleDto implements HandoffRule {
  @IsString() @Length(1, 80) name!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @Length(1, 80, { each: true })
  words!: string[];
  @IfGiven() @IsIn([...WORD_KINDS, 'merchant_rule']) means?: HandoffRule['means'];
  @IfGiven() @IsIn(['normal', 'urgent', 'critical']) severity?: Severity;
  @IfGiven() @Matches(/^[a-z][a-z0-9_-]{0,39}$/) skill?: string;
  @IfGiven() @IsBoolean() disabled?: boolean;
}

/** What a merchant may set; the meaning of each figure stands with HandoffSettings. */
export class HandoffSettingsDto implements HandoffSettings {
  @Nested(() => TriggersDto) triggers!: TriggersDto;
  @Nested(() => WordsDto) words!: WordsDto;
  @ShareOrNull() answerFrom!: number | null;
  @BetweenOrNull(...COSTS) wrongAnswerCost!: number | null;
  @ShareOrNull() clarifyFrom!: number | null;
  @Share() humanRequestScore!: number;
  @Share() complaintScore!: number;
  @Share() riskScore!: number;
  @Share() botFailureScore!: number;
  @Share() angerLevel!: number;
  @Share() urgentAnger!: number;
  @Count(2, 20) trendTurns!: number;
  @Between(-1, 1) trendFloor!: number;
  @Between(0, 2) trendDrop!: number;
  @Count(1, 20) missesInARow!: number;
  @Count(1, 50) repeatWithinTurns!: number;
  @Share() repeatLikeness!: number;
  @Count(0, 50) complexRequests!: number;
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 40, { each: true })
  vipTiers!: string[];
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique((rule: HandoffRule) => rule?.name)
  @ValidateNested({ each: true })
  @Type(() => HandoffRuleDto)
  rules!: HandoffRuleDto[];
}

export const HANDOFF_SETTINGS: SettingGroup<HandoffSettings> = {
  key: 'handoff',
  defaults: DEFAULT_HANDOFF_SETTINGS,
  Dto: HandoffSettingsDto,
};
