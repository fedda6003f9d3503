import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { LOCALES, type Locale } from '#kernel';
import { ARTICLE_STATUSES, type ArticleStatus } from './article.entity.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** May be left out, but not null: what is null must say so in its type. */
const Omittable = (): PropertyDecorator => ValidateIf((_dto, value) => value !== undefined);

/** A list of short texts. */
const Texts = (most: number, longest: number): PropertyDecorator =>
  applyDecorators(
    Omittable(),
    IsArray(),
    ArrayMaxSize(most),
    IsString({ each: true }),
    Length(1, longest, { each: true }),
  );

/** A day such as `2026-01-31`, or null. */
const Day = (): PropertyDecorator => applyDecorators(IsOptional(), Matches(DAY), IsISO8601({ strict: true }));

/** What an editor writes of an article. */
export class ArticleContentDto {
  @IsString() @IsNotEmpty() @MaxLength(300) title!: string;
  @Texts(100, 300) questions: string[] = [];
  /** Markdown. */
  @IsString() @IsNotEmpty() @MaxLength(50_000) body!: string;
  @Texts(50, 100) tags: string[] = [];
  /** Ids of stores; none means all. */
  @Texts(50, 100) stores: string[] = [];
  /** First and last day on which it holds. */
  @Day() validFrom: string | null = null;
  @Day() validTo: string | null = null;
  @IsOptional() @IsString() @MaxLength(300) owner: string | null = null;
  @IsOptional() @IsString() @MaxLength(300) source: string | null = null;
  @IsOptional() @IsUrl({ protocols: ['http', 'https'], require_protocol: true }) url: string | null = null;
  @Omittable() @IsIn(['draft', 'published']) status: Extract<ArticleStatus, 'draft' | 'published'> = 'published';
}

export class CreateArticleDto extends ArticleContentDto {
  /** The stable name, the same in every language. */
  @Matches(/^[a-z0-9][a-z0-9._-]{0,99}$/iu) key!: string;
  @IsIn(LOCALES) locale!: Locale;
}

export class UpdateArticleDto extends ArticleContentDto {
  /** The version that was edited; when somebody else has changed the article since, nothing is written. */
  @IsInt() @Min(1) @Max(2_147_483_647) version!: number;
}

export class ListArticlesDto {
  @IsOptional() @IsIn(LOCALES) locale?: Locale;
  @IsOptional() @IsIn(ARTICLE_STATUSES) status?: ArticleStatus;
  /** Part of a title or key. */
  @IsOptional() @IsString() @MaxLength(200) q?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(1_000_000) offset = 0;
}

export class AskDto {
  /** 1 to 4,000 characters. */
  @IsString() question!: string;
  @IsOptional() @IsIn(LOCALES) locale?: Locale;
  @IsOptional() @IsString() @MaxLength(100) storeId?: string;
}

export class SearchDto {
  @IsString() @IsNotEmpty() @MaxLength(4_000) q!: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(50) limit = 10;
  @IsOptional() @IsString() @MaxLength(100) storeId?: string;
}

export class ImportDto {
  /** Articles as JSON, with the fields of the front matter and `body`. */
  @IsOptional() @IsArray() @ArrayMaxSize(10_000) @IsObject({ each: true }) articles?: Record<string, unknown>[];
  /** The same as CSV with a header line. */
  @IsOptional() @IsString() csv?: string;
}
