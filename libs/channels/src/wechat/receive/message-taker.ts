import { Injectable } from '@nestjs/common';
import { AppError, Clock, fill, newId, type Locale, type PageContext, type SentMedia } from '#kernel';
import { Database, Log, Outbox, TransactionRunner, type Tx } from '#platform';
import { AttachmentsService } from '#attachments';
import type { Received } from '#conversation';
import { CustomersService } from '#customers';
import { ShopperDesk } from '#dialogue';
import { FeedbackService } from '#feedback';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { FileTooLarge } from '../api/http.js';
import { WeChatApi } from '../api/wechat-api.js';
import { Acquaintance } from '../handover/acquaintance.js';
import { momentOf, opened } from '../send/budget.js';
import { Deliveries } from '../send/deliveries.js';
import { Postbox } from '../send/postbox.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type InboundRecord } from '../store/traffic.repository.js';
import { LOCATION, SENT, SURVEY_THANKS } from '../words.js';
import type { Arrival } from './arrival.js';
import { meaningOf } from './expectation.js';
import { MenuLabels } from './menu-labels.js';

const LONGEST_TEXT = 4_000;
/** What a message says that WeChat let through and of which nothing can be seen. */
type Said = { text: string; attachmentIds?: string[]; context?: PageContext };
type Message = Extract<Arrival, { kind: 'text' | 'media' | 'location' | 'link' | 'unknown' | 'click' }>;

/** Takes what users say into their conversations. */
@Injectable()
export class MessageTaker {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly api: WeChatApi,
    private readonly acquaintance: Acquaintance,
    private readonly menuLabels: MenuLabels,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly desk: ShopperDesk,
    private readonly customers: CustomersService,
    private readonly attachments: AttachmentsService,
    private readonly feedback: FeedbackService,
    private readonly postbox: Postbox,
    private readonly deliveries: Deliveries,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  takes(arrival: Arrival): arrival is Message {
    return ['text', 'media', 'location', 'link', 'unknown', 'click'].includes(arrival.kind);
  }

  /** @param lastTry what of the message cannot be had now is done without */
  async take(
    account: WeChatAccount,
    from: PeerRecord,
    row: InboundRecord,
    arrival: Message,
    lastTry: boolean,
  ): Promise<void> {
    const peer = await this.acquaintance.make(account, from);
    const tapped = arrival.kind === 'click' || (arrival.kind === 'text' && arrival.menuId !== undefined);
    const windows = opened(peer.windows, tapped ? 'click' : 'message', momentOf(row));
    const shopperId = peer.shopperId ?? newId();
    const meaning = arrival.kind === 'text' ? meaningOf(peer.expects, arrival, this.clock.now().getTime()) : undefined;
    if (meaning?.kind === 'survey') return this.takeScore(peer, row, shopperId, windows, meaning);
    const known = await this.customers.find(shopperId);
    const locale = known?.locale ?? languageOf(arrival, peer);
    const name = known?.name ?? peer.name ?? undefined;
    const said = meaning
      ? { text: meaning.text }
      : cut(await this.saidBy(account, shopperId, arrival, locale, lastTry));
    const after = (tx: Tx, { message, conversation, before }: Taken): Promise<void> =>
      this.afterwards(tx, peer, row, { shopperId, windows, seq: message.seq, before }, conversation.id);
    const before = await this.openOf(shopperId);
    try {
      const taken = await this.desk.take(
        {
          id: shopperId,
          locale,
          ...(name ? { name } : {}),
          ...(known?.tier ? { tier: known.tier } : {}),
        },
        { channel: 'wechat', externalId: `${row.accountId}:${row.dedupeKey}`, ...said },
        {
          before: (tx) => this.customers.introduce(tx, { id: shopperId, locale, name }),
          after: (tx, stored) => after(tx, { ...stored, before }),
        },
      );
      // It was stored by a process that died before it could say so.
      if (taken.duplicate) await after(this.db.manager, { ...taken, before });
      if (taken.conversation.status === 'bot') this.showTyping(account, peer);
      // What the shopper has said allows replies again.
      else await this.deliveries.tell([taken.conversation.id]);
    } catch (error) {
      // Nothing that anybody could see.
      if (!(error instanceof AppError) || error.code !== 'TEXT_EMPTY') throw error;
      await this.traffic.done(this.db.manager, row);
    }
  }

  /** In the transaction that stores the message: what it allows us, that it is on its way, and that it is dealt with. */
  private async afterwards(
    tx: Tx,
    peer: PeerRecord,
    row: InboundRecord,
    now: { shopperId: string; windows: PeerRecord['windows']; seq: number; before: string | undefined },
    conversationId: string,
  ): Promise<void> {
    const current = await this.peers.lock(tx, peer.id);
    const source = now.windows.at(-1)?.source ?? 'message';
    const windows = opened(current?.windows ?? [], source, momentOf(row));
    await this.peers.wrote(tx, peer.id, now.shopperId, windows, this.clock.now());
    // A bare number answers what was asked last; the survey's own lines can be tapped for as long as it counts.
    const survey = current?.expects?.kind === 'survey' ? { ...current.expects, tapsOnly: true as const } : null;
    await this.peers.setExpects(tx, peer.id, survey);
    await this.peers.thread(tx, conversationId, peer.id, 0);
    await this.traffic.redirect(tx, conversationId, peer.id);
    if (now.before === conversationId) await this.peers.skipTo(tx, conversationId, now.seq);
    await this.traffic.done(tx, row);
    if (await this.traffic.wake(tx, peer.id))
      await this.outbox.publish(tx, 'wechat.flush', { peerId: peer.id }, { key: peer.id });
  }

  /** The shopper's open conversation if it was on the web until now: what was said there was shown there. */
  private async openOf(shopperId: string): Promise<string | undefined> {
    const latest = await this.desk.latestOf(shopperId);
    return latest?.channel === 'web' ? latest.id : undefined;
  }

  private async takeScore(
    peer: PeerRecord,
    row: InboundRecord,
    shopperId: string,
    windows: PeerRecord['windows'],
    { conversationId, score }: { conversationId: string; score: number },
  ): Promise<void> {
    const text = SURVEY_THANKS[await this.customers.localeOf(shopperId)];
    await this.transactions.run(async (tx) => {
      const current = await this.peers.lock(tx, peer.id);
      const source = windows.at(-1)?.source ?? 'message';
      const now = opened(current?.windows ?? [], source, momentOf(row));
      await this.feedback.submitCsat({ conversationId, score }, tx);
      await this.peers.wrote(tx, peer.id, shopperId, now, this.clock.now());
      await this.peers.setExpects(tx, peer.id, null);
      await this.traffic.wake(tx, peer.id);
      await this.postbox.postIn(tx, peer.id, { rank: 'must', contents: [{ type: 'text', text }] }, row);
      await this.traffic.done(tx, row);
    });
  }

  private async saidBy(
    account: WeChatAccount,
    shopperId: string,
    arrival: Message,
    locale: Locale,
    lastTry: boolean,
  ): Promise<Said> {
    switch (arrival.kind) {
      case 'text':
        return { text: arrival.text };
      case 'click': {
        const text = await this.menuLabels.wordsOf(account, arrival.key);
        return text === undefined ? placeholder('tap', locale) : { text };
      }
      case 'location': {
        const { label, latitude, longitude } = arrival;
        return { text: fill(LOCATION[locale], { place: `${label} (${latitude}, ${longitude})`.trim() }) };
      }
      case 'link':
        return { text: `${arrival.title}\n${/^https?:\/\//i.test(arrival.url) ? arrival.url : ''}`.trim() };
      case 'unknown':
        return placeholder('unknown', locale);
      case 'media':
        if (arrival.recognition) return { text: arrival.recognition };
        if (arrival.media === 'image' || arrival.media === 'file')
          return (await this.fetched(account, shopperId, arrival, lastTry)) ?? placeholder(arrival.media, locale);
        return placeholder(arrival.media, locale);
    }
  }

  /** The picture or PDF itself, as an attachment. Undefined: it cannot be had, or is none that we take. */
  private async fetched(
    account: WeChatAccount,
    shopperId: string,
    { media, mediaId }: Extract<Arrival, { kind: 'media' }>,
    lastTry: boolean,
  ): Promise<Said | undefined> {
    try {
      // Never by the address in the message: only by WeChat's id, from WeChat.
      const bytes = await this.api.download(account, mediaId);
      const uploader = { kind: 'shopper', id: shopperId } as const;
      const { attachmentId } = await this.attachments.upload(uploader, { name: media, read: async () => bytes });
      return { text: '', attachmentIds: [attachmentId] };
    } catch (error) {
      const transient = !lastTry && error instanceof WeChatError && error.kind === 'retry';
      const ours = error instanceof AppError && error.code !== 'UNAVAILABLE';
      if (transient || !(error instanceof WeChatError || error instanceof FileTooLarge || ours)) throw error;
      this.log.info({ error, account: account.id, media }, 'a file from WeChat could not be taken');
      return undefined;
    }
  }

  /** A courtesy: WeChat refuses it often, and nothing depends on it. */
  private showTyping(account: WeChatAccount, peer: PeerRecord): void {
    if (account.sends !== 'api' || account.problem !== null) return;
    this.api.typing(account, peer).catch((error: unknown) => {
      this.log.debug({ error, account: account.id }, 'WeChat did not show that we are typing');
    });
  }
}

/** Three words at least: `OK` is said in every language. */
const ENGLISH = /^[^\p{Script=Han}]*?[a-z]+([^\p{L}]+[a-z]+){2}/iu;

/** Of somebody new: the language they write, else the one that their WeChat speaks. */
function languageOf(arrival: Message, { locale }: PeerRecord): Locale {
  if (arrival.kind !== 'text' || !/\p{L}/u.test(arrival.text)) return locale ?? 'zh-CN';
  if (/\p{Script=Han}/u.test(arrival.text)) return 'zh-CN';
  return ENGLISH.test(arrival.text) ? 'en' : (locale ?? 'zh-CN');
}

interface Taken extends Received {
  before: string | undefined;
}

/** No message is longer, whatever WeChat lets through. */
function cut(said: Said): Said {
  return { ...said, text: [...said.text].slice(0, LONGEST_TEXT).join('') };
}

function placeholder(media: SentMedia, locale: Locale): Said {
  return { text: SENT[media][locale], context: { media } };
}
