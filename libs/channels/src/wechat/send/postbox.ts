import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { Clock, type EventMap, type Locale, type WireMessage } from '#kernel';
import { Database, OnEvent, Outbox, TransactionRunner, type Tx } from '#platform';
import { ConversationService } from '#conversation';
import { CustomersService } from '#customers';
import { speakable } from '../callback/reply.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type InboundRecord } from '../store/traffic.repository.js';
import { CHOOSE } from '../words.js';
import { CHOICE_MS, choiceId, type Expectation } from '../receive/expectation.js';
import { Deliveries } from './deliveries.js';
import { menuPieces, textPieces, type Outgoing, type Rank } from './outgoing.js';
import { toPlainText } from './plain-text.js';

const PAGE = 200;
/** Names of what is sent and is no message of a conversation: the same cause gives the same name, so that it is sent once. */
const NAMESPACE = '6f5b0c52-3c1b-4a53-9b6e-0d6a5c1f2e77';
const MOST_CHOICES = 9;
/** After so long without a word an aside goes alone. */
const ASIDE_MS = 60_000;

/** What came, to which something is the answer. */
type Cause = Pick<InboundRecord, 'accountId' | 'dedupeKey'>;

export interface Posting {
  rank: Rank;
  conversationId?: string;
  contents: readonly Outgoing[];
  expects?: Expectation;
}

/** Puts what we say on its way to WeChat: each message once, in its order, in pieces that can be sent. */
@Injectable()
export class Postbox {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly conversations: ConversationService,
    private readonly customers: CustomersService,
    private readonly outbox: Outbox,
    private readonly deliveries: Deliveries,
    private readonly clock: Clock,
  ) {}

  @OnEvent('outbound.message', 'wechat.post')
  async onMessage({ conversationId }: EventMap['outbound.message']): Promise<void> {
    await this.collect(conversationId);
  }

  /**
   * Takes over everything that was said in a conversation since the last time. By its numbers, not by the events: those may come in any
   * order from several processes.
   */
  async collect(conversationId: string): Promise<PeerRecord | undefined> {
    const peer = await this.peers.ofConversation(this.db.manager, conversationId);
    const from = peer && (await this.peers.queuedSeq(this.db.manager, conversationId));
    if (!peer || from === undefined) return undefined;
    const messages: WireMessage[] = [];
    for (let afterSeq = from, hasMore = true; hasMore;) {
      const page = await this.conversations.messages(conversationId, afterSeq, PAGE);
      messages.push(...page.messages);
      hasMore = page.hasMore;
      afterSeq = page.messages.at(-1)?.seq ?? afterSeq;
    }
    const last = messages.at(-1)?.seq;
    if (last === undefined) return peer;
    const locale = await this.customers.localeOf(peer.shopperId);
    const taken = await this.transactions.run(async (tx) => {
      await this.peers.lock(tx, peer.id);
      const queued = await this.peers.queuedSeq(tx, conversationId, true);
      if (queued === undefined || queued >= last) return [];
      const fresh = messages.filter((m) => m.seq > queued && m.author.kind !== 'shopper');
      let expects: Expectation | undefined;
      for (const message of fresh) {
        const now = this.clock.now();
        const { rank, contents } = contentsOf(message, locale);
        const notBefore = rank === 'aside' ? new Date(now.getTime() + ASIDE_MS) : undefined;
        const pieces = contents.map((content, part) => ({
          ...{ conversationId, messageId: message.id, part },
          ...{ rank, content, notBefore },
        }));
        await this.traffic.enqueue(tx, peer.id, pieces, now);
        expects = this.choiceOf(message) ?? expects;
      }
      await this.traffic.setQueuedSeq(tx, conversationId, last);
      if (expects) await this.peers.setExpects(tx, peer.id, expects);
      if (fresh.length > 0) await this.outbox.publish(tx, 'wechat.flush', { peerId: peer.id }, { key: peer.id });
      return fresh;
    });
    // Who waits to see a message go is the person who wrote it.
    if (taken.some(({ author }) => author.kind === 'agent')) await this.deliveries.tell([conversationId]);
    return peer;
  }

  /** Sends what is no message of a conversation, once per `cause`. */
  async post(peerId: string, posting: Posting, cause: Cause): Promise<void> {
    await this.transactions.run((tx) => this.postIn(tx, peerId, posting, cause));
  }

  /** The same as part of something else. */
  async postIn(tx: Tx, peerId: string, posting: Posting, cause: Cause): Promise<void> {
    const messageId = uuidv5(`${peerId}:${cause.accountId}:${cause.dedupeKey}`, NAMESPACE);
    const { rank, contents, conversationId = null, expects } = posting;
    await this.peers.lock(tx, peerId);
    const pieces = contents.map((content, part) => ({ conversationId, messageId, part, rank, content }));
    await this.traffic.enqueue(tx, peerId, pieces, this.clock.now());
    if (expects) await this.peers.setExpects(tx, peerId, expects);
    await this.outbox.publish(tx, 'wechat.flush', { peerId }, { key: peerId });
  }

  private choiceOf(message: WireMessage): Expectation | undefined {
    const options = choicesOf(message);
    if (options.length === 0) return undefined;
    return { kind: 'choice', options, until: this.clock.now().getTime() + CHOICE_MS };
  }
}

function choicesOf({ author, outcome, suggestions }: WireMessage): string[] {
  if (author.kind !== 'bot' || outcome !== 'clarify') return [];
  return (suggestions ?? []).slice(0, MOST_CHOICES).map(({ title }) => speakable(title));
}

function contentsOf(message: WireMessage, locale: Locale): { rank: Rank; contents: Outgoing[] } {
  const plain = toPlainText(textOf(message));
  const enclosed = (message.attachments ?? []).map(({ id, kind }): Outgoing => ({ type: kind, attachmentId: id }));
  const choices = choicesOf(message);
  const items = choices.map((label, index) => ({ id: choiceId(index), label }));
  const said = items.length > 0 ? menuPieces(plain, { items, tail: CHOOSE[locale] }) : textPieces(plain);
  return { rank: rankOf(message), contents: [...said, ...enclosed] };
}

/** Sources that have an address go along: WeChat has no other place for them. */
function textOf({ text, citations }: WireMessage): string {
  const sources = (citations ?? []).flatMap(({ title, url }) =>
    url && !text.includes(url) ? [`${title} ${url}`] : [],
  );
  return [text, ...new Set(sources)].join('\n');
}

const HANDOFFS = new Set(['handoff', 'handoff_offline']);

function rankOf({ author, notice }: WireMessage): Rank {
  if (author.kind === 'agent') return 'person';
  // Who it is stands before their first words.
  if (notice === 'assigned') return 'aside';
  return notice !== undefined && HANDOFFS.has(notice) ? 'must' : 'bot';
}
