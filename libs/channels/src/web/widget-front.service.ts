import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock, type Locale, type WidgetFront } from '#kernel';
import { DESK_SETTINGS, DeskService, QueueService, SettingsService } from '#handoff';
import { DemandService, KnowledgeService, StoreDirectory } from '#knowledge';
import { HandoverLinks } from '../wechat/handover/handover-links.js';
import { usualQuestions } from './front-questions.js';
import { WidgetLookReader } from './widget-look.js';

const QUESTIONS = 4;
/** Every page of the shop asks for this: once a minute and language is enough. */
export const FRESH_MS = 60_000;

type Questions = WidgetFront['questions'];

/** What a widget shows before anything was said: the shop's look, what others ask at this hour, and how near a person is. */
@Injectable()
export class WidgetFrontService {
  /** Promises, so that many who come at once wait for one look-up. As many keys as there are languages times stores. */
  private readonly fronts = new LRUCache<string, Promise<WidgetFront>>({ max: 500, ttl: FRESH_MS });

  constructor(
    private readonly look: WidgetLookReader,
    private readonly demand: DemandService,
    private readonly knowledge: KnowledgeService,
    private readonly stores: StoreDirectory,
    private readonly desk: DeskService,
    private readonly queue: QueueService,
    private readonly settings: SettingsService,
    private readonly wechat: HandoverLinks,
    private readonly clock: Clock,
  ) {}

  /** As it was at most a minute ago. An unknown store counts as none. */
  front(locale: Locale, storeId?: string): Promise<WidgetFront> {
    const store = storeId !== undefined && this.stores.byId(storeId) ? storeId : undefined;
    const key = `${locale} ${store ?? ''}`;
    const known = this.fronts.get(key);
    if (known) return known;
    const front = this.read(locale, store);
    this.fronts.set(key, front);
    // What failed is tried again by the next who comes.
    front.catch(() => this.fronts.delete(key));
    return front;
  }

  private async read(locale: Locale, storeId: string | undefined): Promise<WidgetFront> {
    const [look, people, questions, wechat] = await Promise.all([
      this.look.read(locale),
      this.people(),
      this.questions(locale, storeId),
      this.wechat.available(),
    ]);
    return { look, questions, people, wechat };
  }

  private async people(): Promise<WidgetFront['people']> {
    const { state, opensAt } = await this.desk.deskState();
    if (state === 'open') return { open: true, etaSeconds: await this.queue.waitOfNext() };
    return { open: false, etaSeconds: null, ...(opensAt ? { opensAt: opensAt.toISOString() } : {}) };
  }

  private async questions(locale: Locale, storeId: string | undefined): Promise<Questions> {
    const fixed = await this.look.fixedQuestions(locale);
    if (fixed) return fixed.map((title) => ({ title }));
    const asked = await this.demand.mostAsked({ locale, storeId, limit: QUESTIONS });
    return asked.length < QUESTIONS ? this.filledUp(asked, locale, storeId) : asked;
  }

  /** With little history, what is usually asked at this time of day, as far as the shop's articles answer it. */
  private async filledUp(asked: Questions, locale: Locale, storeId: string | undefined): Promise<Questions> {
    const questions = [...asked];
    const has = (articleId: string): boolean => questions.some((each) => each.articleId === articleId);
    for (const title of usualQuestions(locale, await this.hour())) {
      if (questions.length >= QUESTIONS) break;
      const { outcome, citations, suggestions } = await this.knowledge.ask({ question: title, locale, storeId });
      const articleId = (citations[0] ?? suggestions[0])?.articleId;
      if (outcome === 'abstained' || articleId === undefined || has(articleId)) continue;
      questions.push(outcome === 'answered' ? { articleId, title } : { title });
    }
    return questions;
  }

  private async hour(): Promise<number> {
    const { hours } = await this.settings.get(DESK_SETTINGS);
    const format = new Intl.DateTimeFormat('en', { timeZone: hours.timeZone, hour: 'numeric', hourCycle: 'h23' });
    return Number(format.format(this.clock.now()));
  }
}
