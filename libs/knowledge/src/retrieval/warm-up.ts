import { Injectable } from '@nestjs/common';
import { LOCALES } from '#kernel';
import { OnEvent } from '#platform';
import { Retriever } from './retriever.js';

/** Takes in changed articles at once, so that the next shopper's question does not have to wait for it. */
@Injectable()
export class WarmUp {
  constructor(private readonly retriever: Retriever) {}

  @OnEvent('knowledge.changed', 'knowledge.warm-up')
  async onChanged(): Promise<void> {
    for (const locale of LOCALES)
      await this.retriever.retrieve({ question: locale === 'en' ? 'opening hours' : '营业时间', locale });
  }
}
