import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import type { AgentRole } from '#kernel';

export const ROLES = ['agent', 'senior', 'supervisor', 'admin'] as const satisfies AgentRole[];

/** Unlike IsOptional, null is not taken for absent. */
const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

/** Lower-case names such as general, complaints, aftersales. */
const SKILL = /^[a-z][a-z0-9_-]{0,39}$/;

const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
const Capacity = (): PropertyDecorator => all(IfGiven(), IsInt(), Min(1), Max(50));
const Stores = (): PropertyDecorator =>
  all(IfGiven(), IsArray(), ArrayMaxSize(200), ArrayUnique(), IsString({ each: true }), Length(1, 100, { each: true }));

export class NewAgentDto {
  @IsEmail() @Length(3, 254) email!: string;
  @IsString() @Length(1, 80) @Matches(/\S/, { message: 'name must not be blank' }) name!: string;
  @IsIn(ROLES) role!: AgentRole;
  /** Missing: one is made, and answered this once. */
  @IfGiven() @IsString() @Length(8, 256) password?: string;
  @IfGiven() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @Matches(SKILL, { each: true }) skills?: string[];
  @Stores() stores?: string[];
  @Capacity() capacity?: number;
}

export class AgentUpdateDto {
  @IfGiven() @IsEmail() @Length(3, 254) email?: string;
  @IfGiven() @IsString() @Length(1, 80) @Matches(/\S/, { message: 'name must not be blank' }) name?: string;
  @IfGiven() @IsIn(ROLES) role?: AgentRole;
  @IfGiven() @IsString() @Length(8, 256) password?: string;
  @IfGiven() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @Matches(SKILL, { each: true }) skills?: string[];
  /** Stores whose shoppers the agent is asked first for; none: all alike. */
  @Stores() stores?: string[];
  /** How many conversations at once. */
  @Capacity() capacity?: number;
  @IfGiven() @IsBoolean() disabled?: boolean;
  /** The version it was read at; given, a change by somebody else in between is refused instead of overwritten. */
  @IfGiven() @IsInt() @Min(1) @Max(2_147_483_647) version?: number;
}
