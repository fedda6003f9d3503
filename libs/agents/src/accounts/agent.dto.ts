import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsString,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import type { AgentRole } from '#kernel';

export const ROLES = ['agent', 'senior', 'supervisor', 'admin'] as const satisfies AgentRole[];

/** Unlike IsOptional, null is not taken for absent. */
const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

/** Lower-case names such as general, complaints, aftersales. */
const SKILL = /^[a-z][a-z0-9_-]{0,39}$/;

export class NewAgentDto {
  @IsEmail() @Length(3, 254) email!: string;
  @IsString() @Length(1, 80) @Matches(/\S/, { message: 'name must not be blank' }) name!: string;
  @IsIn(ROLES) role!: AgentRole;
  @IsString() @Length(8, 256) password!: string;
  @IfGiven() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @Matches(SKILL, { each: true }) skills?: string[];
}

export class AgentUpdateDto {
  @IfGiven() @IsEmail() @Length(3, 254) email?: string;
  @IfGiven() @IsString() @Length(1, 80) @Matches(/\S/, { message: 'name must not be blank' }) name?: string;
  @IfGiven() @IsIn(ROLES) role?: AgentRole;
  @IfGiven() @IsString() @Length(8, 256) password?: string;
  @IfGiven() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @Matches(SKILL, { each: true }) skills?: string[];
  @IfGiven() @IsBoolean() disabled?: boolean;
}
