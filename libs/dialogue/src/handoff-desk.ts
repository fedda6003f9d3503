import { Injectable } from '@nestjs/common';
import type { HandoffVerdict, MoodLabel } from '#kernel';
import type { Tx } from '#platform';
import { ConversationService, type ConversationRecord } from '#conversation';
import { DecisionRepository, DeskService, type PolicyInput } from '#handoff';

/** Takes a conversation from the bot to the queue, with reasons that stay on record. */
@Injectable()
export class HandoffDesk {
  constructor(
    private readonly conversations: ConversationService,
    private readonly decisions: DecisionRepository,
    private readonly desk: DeskService,
  ) {}

  /** The shopper has asked by the button: no policy to ask. Returns the conversation as it is when somebody else was faster. */
  async byButton(conversation: ConversationRecord): Promise<ConversationRecord> {
    const verdict: HandoffVerdict = {
      decision: true,
      severity: 'normal',
      skill: 'general',
      reasons: [
        {
          rule: 'human_request',
          evidence: conversation.locale === 'en' ? 'Talk to a person (button)' : '点击“转人工”',
          score: 1,
        },
      ],
    };
    const handed = await this.handOff(conversation, verdict, {}, undefined, conversation.mood ?? undefined);
    return handed ?? this.conversations.get(conversation.id);
  }

  /** The policy has decided so for a turn. False: owner or version have changed meanwhile, nothing happened. */
  async byVerdict(
    conversation: ConversationRecord,
    input: PolicyInput,
    verdict: HandoffVerdict,
    mood: MoodLabel,
  ): Promise<boolean> {
    const handed = await this.handOff(
      conversation,
      verdict,
      onRecord(input),
      input.settings,
      mood,
      conversation.ownershipVersion,
    );
    return handed !== undefined;
  }

  /** The policy has said no: kept beside the answer, in its transaction. */
  keep(tx: Tx, conversationId: string, input: PolicyInput, verdict: HandoffVerdict): Promise<void> {
    return this.decisions.record(tx, {
      conversationId,
      fromSeq: input.messages[0]?.seq ?? 0,
      toSeq: input.messages.at(-1)?.seq ?? 0,
      verdict,
      input: onRecord(input),
      settings: input.settings,
    });
  }

  private async handOff(
    conversation: ConversationRecord,
    verdict: HandoffVerdict,
    input: object,
    settings: object | undefined,
    mood: MoodLabel | undefined,
    ownershipVersion?: number,
  ): Promise<ConversationRecord | undefined> {
    const { state, opensAt } = await this.desk.deskState();
    const notice = state === 'closed' ? await this.desk.closedNotice(conversation.locale, opensAt) : undefined;
    return this.conversations.handOff(
      {
        conversationId: conversation.id,
        ownershipVersion,
        reasons: verdict.reasons,
        severity: verdict.severity,
        skill: verdict.skill,
        offline: state !== 'open',
        notice,
        opensAt,
        mood,
      },
      {
        inTransaction: (tx, record) =>
          this.decisions.record(tx, {
            conversationId: record.id,
            fromSeq: Math.min(conversation.answeredSeq + 1, record.lastShopperSeq),
            toSeq: record.lastShopperSeq,
            verdict,
            input,
            settings: settings ?? {},
          }),
      },
    );
  }
}

/** The policy's input without the shopper's words: those stand in the messages, once, where an erasure finds them. */
function onRecord({ messages, history, answer, member, businessHours }: PolicyInput): object {
  return {
    messages: messages.map(({ seq, understanding: { act, sentiment, signals } }) => ({ seq, act, sentiment, signals })),
    history: history.map(({ text: _text, ...turn }) => turn),
    answer,
    member,
    businessHours,
  };
}
