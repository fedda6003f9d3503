import type { WireMessage } from '#kernel';
import type { ComponentChildren, JSX } from 'preact';
import type { PendingMessage } from '../state/thread.js';
import { Attachments } from './attachments.js';
import { Citations } from './citations.js';
import { useNow, useSurroundings } from './context.js';
import { PersonFace } from './face.js';
import { AlertIcon, AssistantIcon } from './icons.js';
import { RichText } from './rich-text.js';

type Author = WireMessage['author'];

/** Who speaks: always said in words too, so that colour and picture are not needed to know it. */
function Speaker({ author, hidden }: { author: Author; hidden: boolean }): JSX.Element {
  const { t } = useSurroundings();
  if (author.kind === 'shopper') return <span class="unseen">{t('you')}</span>;
  const person = author.kind === 'agent';
  const words = person ? (author.name ? t('agentNamed', { name: author.name }) : t('agent')) : t('assistant');
  if (hidden) return <span class="unseen">{words}</span>;
  return (
    <span class="speaker">
      {person ? (
        <PersonFace person={author} />
      ) : (
        <span class="avatar" aria-hidden="true">
          <AssistantIcon />
        </span>
      )}
      <span>{words}</span>
    </span>
  );
}

/** When it was said: relative, exact on hover. */
export function When({ at }: { at: string }): JSX.Element {
  const { times } = useSurroundings();
  const now = useNow();
  return (
    <time dateTime={at} title={times.exact(at)}>
      {times.relative(at, now)}
    </time>
  );
}

interface BubbleProps {
  readonly message: WireMessage;
  readonly first: boolean;
  readonly last: boolean;
  /** Chips and the like under the newest message. */
  readonly children?: ComponentChildren;
}

export function Bubble({ message, first, last, children }: BubbleProps): JSX.Element {
  const { t } = useSurroundings();
  const { kind } = message.author;
  return (
    <div class={`message ${kind}`} data-testid="message" data-author={kind} data-seq={message.seq}>
      <Speaker author={message.author} hidden={!first} />
      <div class="bubble">
        {message.text !== '' && (
          <p class="text" dir="auto">
            <RichText text={message.text} />
          </p>
        )}
        {message.attachments && <Attachments attachments={message.attachments} />}
        {kind === 'bot' && message.citations && message.citations.length > 0 && (
          <Citations messageId={message.id} citations={message.citations} />
        )}
      </div>
      {last && (
        <span class="meta">
          <When at={message.createdAt} />
          {kind === 'shopper' && <span>{t(message.channel === 'wechat' ? 'onWeChat' : 'sent')}</span>}
        </span>
      )}
      {children}
    </div>
  );
}

/** A message of ours on its way, or one that did not get through. */
export function PendingBubble({ message, online }: { message: PendingMessage; online: boolean }): JSX.Element {
  const { t, desk } = useSurroundings();
  const failed = message.state === 'failed';
  return (
    <div
      class={`message shopper ${message.state}`}
      data-testid="message"
      data-author="shopper"
      data-state={message.state}
    >
      <span class="unseen">{t('you')}</span>
      <div class="bubble">
        {message.text !== '' && (
          <p class="text" dir="auto">
            {message.text}
          </p>
        )}
        <Attachments attachments={message.attachments} />
      </div>
      {failed ? (
        <span class="meta failure" role="alert">
          <AlertIcon />
          <span>{message.reason ? t('failedWhy', { reason: message.reason }) : t('failed')}</span>
          <button type="button" class="link" data-testid="retry" onClick={() => desk.retry(message.clientId)}>
            {t('retry')}
          </button>
          <button type="button" class="link" onClick={() => desk.drop(message.clientId)}>
            {t('drop')}
          </button>
        </span>
      ) : (
        <span class="meta">{t(online ? 'sending' : 'waitingForNetwork')}</span>
      )}
    </div>
  );
}

/** An answer that is being written. It is read out once, when it is whole. */
export function GrowingBubble({ text, first }: { text: string; first: boolean }): JSX.Element {
  const { t } = useSurroundings();
  return (
    <div class="message bot growing" data-testid="growing" data-author="bot" aria-hidden="true">
      <Speaker author={{ kind: 'bot' }} hidden={!first} />
      <div class="bubble">
        {text === '' ? (
          <Dots label={t('answering')} />
        ) : (
          <p class="text" dir="auto">
            <RichText text={text} />
          </p>
        )}
      </div>
    </div>
  );
}

export function Dots({ label }: { label: string }): JSX.Element {
  return (
    <span class="dots" title={label}>
      <i />
      <i />
      <i />
    </span>
  );
}
