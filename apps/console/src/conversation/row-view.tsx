import { ArrowRightLeft, Ear, Lock } from 'lucide-react';
import { memo } from 'react';
import type { ChannelDelivery, HandoffReason, WireMessage } from '#kernel';
import { useServices } from '../context.js';
import type { PendingNote, Row } from '../desk/timeline.js';
import type { PendingMessage } from '../desk/transcript.js';
import { dayName } from '../i18n/format.js';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { fromWire } from '../api/client.js';
import { useJump } from '../lib/jump.js';
import { serverNow } from '../lib/server-time.js';
import { Button } from '../ui/button.js';
import { ruleName } from '../ui/labels.js';
import { NoteText, PlainText, TimeOfDay } from '../ui/text.js';
import { useToasts } from '../ui/toast.js';
import { AttachmentList } from './attachments/attachment-list.js';
import { MessageView } from './message-view.js';

interface Props {
  id: string;
  row: Row;
  name: string;
  flash: boolean;
  /** How messages fare, on a channel that limits them. */
  delivery?: ChannelDelivery;
  toggle: (messageId: string) => void;
}

/** One line of the conversation. */
export const RowView = memo(function RowView({ id, row, name, flash, delivery, toggle }: Props) {
  const words = useWords();
  switch (row.kind) {
    case 'day':
      return (
        <p className="day">
          <span>{dayName(row.at, serverNow(), words.locale)}</span>
        </p>
      );
    case 'message':
      return <MessageView row={row} name={name} flash={flash} delivery={delivery} toggle={toggle} />;
    case 'handoff':
      return <Handoff id={id} message={row.message} reasons={row.reasons} flash={flash} />;
    case 'notice':
      return (
        <p
          className={`notice ${flash ? 'flash' : ''}`}
          data-testid="message"
          data-author="system"
          data-seq={row.message.seq}
        >
          <span>{row.message.text}</span> <TimeOfDay at={row.message.createdAt} />
        </p>
      );
    case 'note':
      return (
        <article
          className={`note ${row.note.whisper ? 'note-whisper' : ''}`}
          data-testid={row.note.whisper ? 'whisper-item' : 'note-item'}
        >
          <header className="note-head">
            {row.note.whisper ? <Ear size={14} aria-hidden /> : <Lock size={12} aria-hidden />}
            <span>{words.text(row.note.whisper ? 'note.whisperBy' : 'note.by', { name: row.note.author.name })}</span>
            <TimeOfDay at={row.note.createdAt} />
          </header>
          <NoteText note={row.note} />
        </article>
      );
    case 'earlier':
      return (
        <p className="gap" role="status">
          {words.text('conversation.earlier')}
        </p>
      );
    case 'gap':
      return (
        <p className="gap" role="status">
          {words.count('conversation.gap', row.toSeq - row.fromSeq + 1)}
        </p>
      );
    case 'unread':
      return (
        <p className="unread-line">
          <span>{words.text('conversation.unread')}</span>
        </p>
      );
    case 'growing':
      return (
        <div className="message message-bot">
          <div className="bubble bubble-bot bubble-growing">
            <p className="words">{row.text}</p>
          </div>
        </div>
      );
    case 'pending':
      return <Pending id={id} message={row.message} />;
    case 'pendingNote':
      return <PendingNoteView id={id} note={row.note} />;
  }
});

interface HandoffProps {
  id: string;
  message: WireMessage;
  reasons: readonly HandoffReason[];
  flash: boolean;
}

/** Where the case went to a person, and why. */
function Handoff({ id, message, reasons, flash }: HandoffProps) {
  const words = useWords();
  const jump = useJump(id);
  return (
    <section
      className={`handoff ${flash ? 'flash' : ''}`}
      data-testid="message"
      data-author="system"
      data-seq={message.seq}
      data-notice={message.notice}
    >
      <header className="handoff-head">
        <ArrowRightLeft size={14} aria-hidden />
        <strong>{words.text('handoff.title')}</strong>
        <TimeOfDay at={message.createdAt} />
      </header>
      <p className="handoff-text">{message.text}</p>
      {reasons.length > 0 && (
        <ul className="handoff-reasons" aria-label={words.text('case.reasons')}>
          {reasons.map((reason, index) => {
            const { rule, evidence, seq } = reason;
            const text = words.text('reason.line', { rule: ruleName(rule, words), evidence });
            return (
              <li key={index}>
                {seq === undefined ? (
                  text
                ) : (
                  <button type="button" className="link" onClick={() => jump(seq)}>
                    {text}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function Pending({ id, message }: { id: string; message: PendingMessage }) {
  const words = useWords();
  const { desk } = useServices();
  const { state, clientId, error } = message;
  return (
    <article className="message message-agent" data-testid="pending" data-state={state}>
      <div className={`bubble bubble-agent bubble-${state}`}>
        <p className="words">
          <PlainText text={message.text} />
        </p>
        {message.attachments && <AttachmentList attachments={message.attachments} />}
      </div>
      <footer className="message-foot" aria-live="polite">
        {state === 'failed' ? (
          <>
            <span className="tone-danger">
              {error === undefined ? words.text('send.notSent') : sentenceOf(fromWire(error), words)}
            </span>
            <button type="button" className="link" onClick={() => desk.retry(id, clientId)}>
              {words.text('action.retry')}
            </button>
            <button type="button" className="link" onClick={() => desk.discard(id, clientId)}>
              {words.text('action.discard')}
            </button>
          </>
        ) : (
          <span>{words.text(`send.${state}`)}</span>
        )}
      </footer>
    </article>
  );
}

function PendingNoteView({ id, note }: { id: string; note: PendingNote }) {
  const words = useWords();
  const toasts = useToasts();
  const { desk } = useServices();
  return (
    <article className="note" data-testid="note-pending">
      <header className="note-head">
        <Lock size={12} aria-hidden />
        <span>{words.text(note.state === 'failed' ? 'send.notSent' : 'send.sending')}</span>
      </header>
      <p className="words">{note.text}</p>
      {note.state === 'failed' && (
        <footer className="note-foot">
          <Button
            variant="quiet"
            onClick={() =>
              desk.addNote(id, note.text, note.mentions, note.key).catch((error: unknown) => toasts.fail(error))
            }
          >
            {words.text('action.retry')}
          </Button>
          <Button variant="quiet" onClick={() => desk.discardNote(id, note.key)}>
            {words.text('action.discard')}
          </Button>
        </footer>
      )}
    </article>
  );
}
