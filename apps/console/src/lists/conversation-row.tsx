import { Bot, PencilLine } from 'lucide-react';
import { memo } from 'react';
import type { WireConversationItem } from '#kernel';
import { unreadOf, urgencyOf, waitedMs } from '../desk/queue.js';
import { clock, exact } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { ChannelIcon, MoodIcon, SeverityTag, shopperName } from '../ui/labels.js';
import { Ago } from '../ui/text.js';

/** A longer number tells nothing more. */
const MOST_SHOWN = 99;

interface Props {
  item: WireConversationItem;
  now: number;
  compact: boolean;
  selected: boolean;
  own: boolean;
  readSeq: number;
  draft: boolean;
  tabStop: boolean;
  open: (path: string) => void;
}

/** At a glance: who, how long, how grave, in what mood, over which channel, the last words, how much is unread. */
export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { item, now, compact, selected, own, readSeq, draft, tabStop, open } = props;
  const words = useWords();
  const urgency = urgencyOf(item, now);
  const waited = waitedMs(item, now);
  const waits = urgency !== 'none' && waited !== undefined;
  const unread = own && !selected ? unreadOf(item, readSeq) : 0;
  // Said without words: a picture or a file.
  const last = item.lastText === '' ? words.text('row.attachment') : (item.lastText ?? words.text('row.noWords'));
  return (
    <button
      type="button"
      className={`row row-${compact ? 'compact' : 'comfortable'} row-${item.severity ?? 'normal'}`}
      aria-current={selected || undefined}
      tabIndex={tabStop ? 0 : -1}
      data-testid={item.status === 'queued' ? 'queue-item' : 'conversation-item'}
      data-id={item.id}
      data-status={item.status}
      onClick={() => open(`/c/${item.id}`)}
    >
      <span className="row-line">
        <ChannelIcon channel={item.channel} />
        <span className={`row-name clip ${unread > 0 ? 'row-unread' : ''}`}>{shopperName(item, words)}</span>
        {item.shopper.tier !== undefined && <span className="tier">{words.named('tier', item.shopper.tier)}</span>}
        <SeverityTag severity={item.severity} />
        <span className="row-end">
          {item.mood !== undefined && item.mood !== 'neutral' && <MoodIcon mood={item.mood} />}
          {waits && item.waitingSince !== undefined ? (
            <span className={`waited waited-${urgency}`} title={exact(item.waitingSince, words.locale)}>
              <span className="visually-hidden">{words.text(`urgency.${urgency}`)}</span>
              {clock(waited)}
            </span>
          ) : (
            <span className="row-time">
              <Ago at={item.lastMessageAt ?? item.updatedAt} />
            </span>
          )}
        </span>
      </span>
      <span className="row-line row-second">
        {draft && <PencilLine size={12} role="img" aria-label={words.text('row.draft')} className="tone-warning" />}
        {item.lastAuthor === 'bot' && <Bot size={12} role="img" aria-label={words.text('author.bot')} />}
        <span className="row-words clip">
          {item.lastAuthor === 'agent' ? words.text('row.ours', { text: last }) : last}
        </span>
        {unread > 0 && (
          <span className="badge">
            <span aria-hidden>{unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</span>
            <span className="visually-hidden">{words.count('row.unread', unread)}</span>
          </span>
        )}
        {unread === 0 && item.status === 'assigned' && !own && (
          <span className="row-time clip">{item.agent?.name}</span>
        )}
      </span>
    </button>
  );
});
