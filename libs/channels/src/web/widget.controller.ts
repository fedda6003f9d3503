import { Controller, Get, Header, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { toLocale, type WidgetFront } from '#kernel';
import { FRESH_MS, WidgetFrontService } from './widget-front.service.js';

class WidgetQuery {
  /** A language tag; missing: the browser's. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(35) locale?: string;
  /** The store whose questions come first. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) storeId?: string;
}

/** What the widget shows first: public, the same for everybody. */
@ApiTags('widget')
@Controller('api/v1/widget')
export class WidgetController {
  constructor(private readonly fronts: WidgetFrontService) {}

  @Get()
  @Header('Cache-Control', `public, max-age=${FRESH_MS / 1000}`)
  @Header('Vary', 'Accept-Language, Origin')
  front(@Query() query: WidgetQuery, @Headers('accept-language') browser?: string): Promise<WidgetFront> {
    return this.fronts.front(toLocale(query.locale ?? browser), query.storeId);
  }
}
