import { Injectable } from '@nestjs/common';
import type { Locale, WidgetLook } from '#kernel';

/** What the shop has chosen for its widget. Nothing so far: the script tag's attributes and the defaults decide. */
@Injectable()
export class WidgetLookReader {
  async read(_locale: Locale): Promise<WidgetLook> {
    return { name: null, accent: null, logoUrl: null, position: null, theme: null, greeting: null };
  }
}
