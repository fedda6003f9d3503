import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ExternalLink } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useServices } from '../context.js';
import { exact } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { IconButton } from '../ui/button.js';
import { Failure, Skeleton } from '../ui/states.js';
import { ChannelIcon } from '../ui/labels.js';
import { PlainText, TimeOfDay } from '../ui/text.js';

const SHOWN = 100;

/** An earlier conversation of the customer to read, beside the one that is open. */
export function Peek({ id, close, leave }: { id: string; close: () => void; leave?: () => void }) {
  const words = useWords();
  const { api } = useServices();
  const file = useQuery({
    queryKey: ['peek', id],
    queryFn: ({ signal }) => api.caseFile(id, { messages: SHOWN }, signal),
  });
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, []);
  const messages = file.data?.messages ?? [];
  return (
    <div
      ref={box}
      className="peek"
      tabIndex={-1}
      data-testid="peek"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <header className="case-head">
        <IconButton icon={ArrowLeft} label={words.text('peek.close')} onClick={close} />
        <h2>{words.text('peek.title')}</h2>
        <Link href={`/c/${id}`} className="link push-right peek-open" onClick={leave} data-testid="peek-open">
          <ExternalLink size={14} aria-hidden />
          {words.text('peek.open')}
        </Link>
      </header>
      {file.isPending ? (
        <Skeleton rows={8} kind="chat" />
      ) : file.isError ? (
        <Failure title={words.text('conversation.failed')} error={file.error} retry={() => void file.refetch()} />
      ) : (
        <div className="peek-body" tabIndex={0} role="region" aria-label={words.text('peek.title')}>
          <p className="peek-when">
            <ChannelIcon channel={file.data.conversation.channel} />{' '}
            {words.text(`status.${file.data.conversation.status}`)} ·{' '}
            {exact(file.data.conversation.createdAt, words.locale)}
          </p>
          {(messages[0]?.seq ?? 1) > 1 && <p className="gap">{words.text('peek.part', { count: messages.length })}</p>}
          <ol>
            {messages.map((message) => (
              <li key={message.id} className={`peek-line peek-${message.author.kind}`}>
                <span className="peek-who">
                  {message.author.name ??
                    words.text(
                      message.author.kind === 'shopper' ? 'search.customer' : `author.${message.author.kind}`,
                    )}{' '}
                  <TimeOfDay at={message.createdAt} />
                </span>
                <Link
                  href={`/c/${id}#m${message.seq}`}
                  className="peek-jump"
                  onClick={leave}
                  aria-label={words.text('case.jump')}
                >
                  #{message.seq}
                </Link>
                <p className="words">
                  <PlainText text={message.text} />
                </p>
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}
