import { BookOpen, Bot, ChevronDown, ChevronRight, Link as LinkIcon, MapPin } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'wouter';
import type { ChannelDelivery, Citation, PageContext, WireMessage } from '#kernel';
import { deliveryOf } from '../desk/delivery.js';
import type { Row } from '../desk/timeline.js';
import { useWords } from '../i18n/i18n.js';
import type { Translator } from '../i18n/messages.js';
import { hrefOf } from '../lib/linkify.js';
import { linkTo } from '../lib/jump.js';
import { IconButton } from '../ui/button.js';
import { useToasts } from '../ui/toast.js';
import { AttachmentList } from './attachments/attachment-list.js';
import { DeliveryState } from './delivery-state.js';
import { PlainText, TimeOfDay } from '../ui/text.js';

interface Props {
  row: Extract<Row, { kind: 'message' }>;
  name: string;
  flash: boolean;
  delivery?: ChannelDelivery;
  toggle: (messageId: string) => void;
}

export function MessageView({ row, name, flash, delivery, toggle }: Props) {
  const words = useWords();
  const { message, folded, foldable, continues, moved, crossed } = row;
  const fares = deliveryOf(message, delivery);
  const kind = message.author.kind;
  const author = authorName(message, name, words);
  const body = useId();
  return (
    <article
      className={`message message-${kind} ${continues ? 'message-continues' : ''} ${flash ? 'flash' : ''}`}
      data-testid="message"
      data-author={kind}
      data-seq={message.seq}
      data-folded={folded || undefined}
    >
      {!continues && !folded && (
        <header className="message-head">
          {kind === 'bot' && <Bot size={13} aria-hidden />}
          <span className="clip">{author}</span>
          <TimeOfDay at={message.createdAt} />
          {crossed && (
            <span className="tag" data-testid="said-on">
              {words.text('message.saidOn', { channel: words.text(`channel.${message.channel ?? 'web'}`) })}
            </span>
          )}
        </header>
      )}
      {foldable && (
        <button
          type="button"
          className={`fold ${folded ? 'fold-closed' : ''}`}
          aria-expanded={!folded}
          aria-controls={body}
          onClick={() => toggle(message.id)}
        >
          {folded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
          {folded ? (
            <>
              <Bot size={13} role="img" aria-label={author} />
              <span className="clip">{message.text}</span>
            </>
          ) : (
            words.text('fold.single')
          )}
        </button>
      )}
      <div id={body} hidden={folded} className={`bubble bubble-${kind}`}>
        {message.text !== '' && (
          <p className="words">
            <PlainText text={message.text} />
          </p>
        )}
        {message.attachments && <AttachmentList attachments={message.attachments} />}
        {message.suggestions !== undefined && message.suggestions.length > 0 && (
          <p className="suggested">
            {words.text('answer.suggested', {
              titles: new Intl.ListFormat(words.locale, { style: 'short' }).format(
                message.suggestions.map((one) => one.title),
              ),
            })}
          </p>
        )}
        {message.citations !== undefined && message.citations.length > 0 && <Citations citations={message.citations} />}
      </div>
      {!folded && fares !== undefined && <DeliveryState {...fares} />}
      {!folded && <CopyLink id={message.conversationId} seq={message.seq} />}
      {moved && message.context !== undefined && <Context context={message.context} />}
    </article>
  );
}

function authorName(message: WireMessage, shopper: string, words: Translator): string {
  if (message.author.kind === 'shopper') return message.author.name ?? shopper;
  if (message.author.kind === 'agent') return message.author.name ?? words.text('author.agent');
  return words.text(message.author.kind === 'bot' ? 'author.bot' : 'author.system');
}

/** Shown when the message is pointed at or has the focus in it. */
function CopyLink({ id, seq }: { id: string; seq: number }) {
  const words = useWords();
  const toasts = useToasts();
  const copy = (): void => {
    navigator.clipboard.writeText(linkTo(id, seq)).then(
      () => toasts.say(words.text('message.linkCopied')),
      () => toasts.say(words.text('message.copyFailed')),
    );
  };
  return (
    <IconButton
      icon={LinkIcon}
      label={words.text('message.copyLink')}
      className="message-link"
      data-testid="copy-link"
      onClick={copy}
    />
  );
}

/** What an answer rests on, opening in place. */
function Citations({ citations }: { citations: readonly Citation[] }) {
  const words = useWords();
  return (
    <div className="citations">
      {citations.map((citation) => {
        const href = citation.url === undefined ? undefined : hrefOf(citation.url);
        return (
          <details key={`${citation.articleId}.${citation.version}`} className="citation" data-testid="citation">
            <summary>
              <BookOpen size={12} aria-hidden />
              <span className="clip">{citation.title}</span>
              <span className="citation-version">{words.text('citation.version', { version: citation.version })}</span>
            </summary>
            {citation.passage !== undefined && <p className="words">{citation.passage}</p>}
            <p className="citation-links">
              <Link href={`/knowledge/${citation.articleId}`}>{words.text('citation.article')}</Link>
              {href !== undefined && (
                <a href={href} target="_blank" rel="noopener noreferrer">
                  {words.text('citation.page')}
                </a>
              )}
            </p>
          </details>
        );
      })}
    </div>
  );
}

/** The page the shopper was on, as the shop's page said: untrusted, so it is text and at most an http(s) link. */
function Context({ context }: { context: PageContext }) {
  const words = useWords();
  const href = context.url === undefined ? undefined : hrefOf(context.url);
  const title = context.title ?? context.url;
  if (title === undefined && context.orderNo === undefined && context.productId === undefined) return null;
  return (
    <p className="context">
      <MapPin size={12} aria-hidden />
      {title !== undefined &&
        (href === undefined ? (
          <span className="clip">{title}</span>
        ) : (
          <a className="clip" href={href} target="_blank" rel="noopener noreferrer nofollow">
            {title}
          </a>
        ))}
      {context.orderNo !== undefined && <span>{words.text('context.order', { number: context.orderNo })}</span>}
      {context.productId !== undefined && <span>{words.text('context.product', { id: context.productId })}</span>}
    </p>
  );
}
