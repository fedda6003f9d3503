import { Injectable } from '@nestjs/common';
import { Clock, type ConversationChanged, type EventMap, type Locale, type TransitionName } from '#kernel';
import { Database, Log, OnEvent, Outbox } from '#platform';
import { ConversationService } from '#conversation';
import { CustomersService } from '#customers';
import { WeChatAccounts, type WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';
import { SURVEY_MS, surveyId } from '../receive/expectation.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { SCORES, SURVEY, SURVEY_TAIL } from '../words.js';
import { Courier } from './courier.js';
import type { Outgoing } from './outgoing.js';
import { Postbox } from './postbox.js';

/** So long after a message may go it is looked whether it has. */
const LOOK_AGAIN_MS = 1_000;

const BEGINS: ReadonlySet<TransitionName> = new Set(['open', 'reopen_to_bot', 'reopen_to_queue']);

/**
 * What a change of owner means on WeChat: the survey at the end, and the state of a customer-service session. WeChat lets us send only in
 * its states 0 and 1, so 1 ("served by an assistant", that is by us) stands for bot, queue and agent alike, and 4 for the end; 2 and 3
 * would hand the user to people in WeChat's own tools and silence ours.
 */
@Injectable()
export class SessionMirror {
  constructor(
    private readonly db: Database,
    private readonly accounts: WeChatAccounts,
    private readonly peers: WeChatPeerRepository,
    private readonly api: WeChatApi,
    private readonly postbox: Postbox,
    private readonly courier: Courier,
    private readonly customers: CustomersService,
    private readonly conversations: ConversationService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @OnEvent('outbound.conversation', 'wechat.mirror')
  async onChanged({ conversation, transition }: ConversationChanged): Promise<void> {
    const peer = await this.peers.ofConversation(this.db.manager, conversation.id);
    if (!peer) return;
    const account = await this.accounts.get(peer.accountId);
    const session = account.kind === 'wecom_kf';
    if (session && BEGINS.has(transition)) await this.move(account, peer, 1);
    if (conversation.status !== 'resolved') return;
    // What was said before the end goes before the survey.
    await this.postbox.collect(conversation.id);
    if (transition === 'resolve_by_agent') await this.askFor(peer, conversation.id, conversation.ownershipVersion);
    if (!session) return;
    await this.onEnding({
      peerId: peer.id,
      conversationId: conversation.id,
      ownershipVersion: conversation.ownershipVersion,
    });
  }

  /** After the end of a session nothing can be sent in it: what another process sends, or is tried again, comes first. */
  @OnEvent('wechat.end', 'wechat.end')
  async onEnding(ending: EventMap['wechat.end']): Promise<void> {
    const { peerId, conversationId, ownershipVersion } = ending;
    const peer = await this.peers.find(this.db.manager, peerId);
    const current = await this.conversations.get(conversationId);
    if (!peer || current.ownershipVersion !== ownershipVersion) return;
    await this.courier.onFlush({ peerId });
    const wait = await this.courier.owedIn(peerId);
    if (wait !== undefined) {
      await this.outbox.publish(this.db.manager, 'wechat.end', ending, { key: peerId, delayMs: wait + LOOK_AGAIN_MS });
      return;
    }
    await this.move(await this.accounts.get(peer.accountId), peer, 4);
  }

  private async askFor(peer: PeerRecord, conversationId: string, version: number): Promise<void> {
    await this.postbox.post(
      peer.id,
      {
        rank: 'must',
        conversationId,
        contents: [survey(await this.customers.localeOf(peer.shopperId))],
        expects: { kind: 'survey', conversationId, until: this.clock.now().getTime() + SURVEY_MS },
      },
      { accountId: 'survey', dedupeKey: `${conversationId}:${version}` },
    );
  }

  /** A state that is already so, or that others have changed in WeChat's own tools, is not ours to force. */
  private async move(account: WeChatAccount, peer: PeerRecord, state: 1 | 4): Promise<void> {
    try {
      await this.api.setServiceState(account, peer, state);
    } catch (error) {
      if (!(error instanceof WeChatError) || error.kind === 'retry') throw error;
      this.log.info({ account: account.id, code: error.code, state }, 'a session kept its state');
    }
  }
}

function survey(locale: Locale): Outgoing {
  const items = SCORES[locale].split('|').map((label, index) => ({ id: surveyId(index + 1), label }));
  return { type: 'menu', head: SURVEY[locale], items, tail: SURVEY_TAIL[locale] };
}
