import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Severity } from '#kernel';
import { DEFAULT_HANDOFF_SETTINGS, type HandoffRule, type HandoffSettings } from '../policy/index.js';
import type { SettingGroup } from './settings.service.js';

class HandoffRuleDto implements HandoffRule {
  @IsString() @IsNotEmpty() @MaxLength(80) name!: string;
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(60, { each: true })
  words!: string[];
  @IsOptional() @IsIn(['complaint', 'human_request', 'anger', 'merchant_rule']) means?: HandoffRule['means'];
  @IsOptional() @IsIn(['normal', 'urgent', 'critical']) severity?: Severity;
  @IsOptional() @IsString() @MaxLength(40) skill?: string;
  @IsOptional() @IsBoolean() disabled?: boolean;
}

/** The merchant's handoff settings as they may be stored; what each means stands at `HandoffSettings`. */
class HandoffSettingsDto implements HandoffSettings {
  @IsNumber() @Min(0) @Max(1) humanRequestScore!: number;
  @IsNumber() @Min(0) @Max(1) complaintScore!: number;
  @IsNumber() @Min(0) @Max(1) riskScore!: number;
  @IsNumber() @Min(0) @Max(1) botFailureScore!: number;
  @IsNumber() @Min(0) @Max(1) angerLevel!: number;
  @IsNumber() @Min(0) @Max(1) urgentAnger!: number;
  @IsInt() @Min(2) @Max(20) trendTurns!: number;
  @IsNumber() @Min(-1) @Max(1) trendFloor!: number;
  @IsNumber() @Min(0) @Max(2) trendDrop!: number;
  @IsInt() @Min(1) @Max(20) missesInARow!: number;
  @IsInt() @Min(1) @Max(50) repeatWithinTurns!: number;
  @IsNumber() @Min(0) @Max(1) repeatLikeness!: number;
  @IsInt() @Min(0) @Max(50) complexRequests!: number;
  @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) @MaxLength(40, { each: true }) vipTiers!: string[];
  @IsArray() @ArrayMaxSize(200) @ValidateNested({ each: true }) @Type(() => HandoffRuleDto) rules!: HandoffRuleDto[];
}

export const HANDOFF_SETTINGS: SettingGroup<HandoffSettings> = {
  key: 'handoff',
  defaults: DEFAULT_HANDOFF_SETTINGS,
  Dto: HandoffSettingsDto,
};
