import { ArrowRightLeft, Ear, Eye, Hand, SendHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import type { WireConversationItem } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { useCaseDialogs } from '../shell/case-dialogs.js';
import { Button, IconButton } from '../ui/button.js';
import { useToasts } from '../ui/toast.js';
import { useReadAlong, useReaders, useSupervises } from './hooks.js';

/** The longest message the server takes. */
const MAX_TEXT = 4_000;

/** Above the transcript: for a supervisor what can be done over the owner's head, for the others who reads along. */
export function SuperviseBar({ id, item }: { id: string; item: WireConversationItem }) {
  const reads = useReadAlong(item);
  const supervises = useSupervises(item);
  return supervises ? <Supervising id={id} item={item} reads={reads} /> : <ReadBy id={id} />;
}

/** For the owner: nobody looks over a shoulder unseen. */
function ReadBy({ id }: { id: string }) {
  const words = useWords();
  const me = useDesk((state) => state.me.id);
  const readers = useReaders(id).filter((one) => one.id !== me);
  return (
    <div role="status" className="read-by-place">
      {readers.length > 0 && (
        <p className="read-by" data-testid="read-by">
          <Eye size={14} aria-hidden />
          {words.text('supervise.readBy', { names: readers.map((one) => one.name).join(words.text('list.comma')) })}
        </p>
      )}
    </div>
  );
}

function Supervising({ id, item, reads }: { id: string; item: WireConversationItem; reads: boolean }) {
  const words = useWords();
  const toasts = useToasts();
  const { supervision, drafts } = useServices();
  const openDialog = useCaseDialogs();
  const me = useDesk((state) => state.me.id);
  const others = useReaders(id).filter((one) => one.id !== me);
  const drafted = useSyncExternalStore(drafts.subscribe, () => drafts.read(id, 'whisper') !== '');
  const [asked, setAsked] = useState(false);
  const [taking, setTaking] = useState(false);
  const whispering = item.status === 'assigned' && (asked || drafted);

  const takeOver = (): void => {
    setTaking(true);
    supervision
      .takeOver(id)
      .then(
        () => toasts.say(words.text('supervise.tookOver')),
        (error: unknown) => toasts.fail(error),
      )
      .finally(() => setTaking(false));
  };

  return (
    <section className="supervise" aria-label={words.text('supervise.label')} data-testid="supervise">
      <p className="supervise-what">
        <Eye size={15} aria-hidden />
        <span>
          {reads
            ? item.agent === undefined
              ? words.text('supervise.readingBot')
              : words.text('supervise.reading', { name: item.agent.name })
            : words.text('supervise.waiting')}
          {others.length > 0 && (
            <span className="supervise-others">
              {words.text('supervise.readBy', { names: others.map((one) => one.name).join(words.text('list.comma')) })}
            </span>
          )}
        </span>
      </p>
      <div className="supervise-acts">
        {item.status === 'assigned' && (
          <Button
            icon={Ear}
            data-testid="whisper"
            shortcut="W"
            aria-expanded={whispering}
            onClick={() => setAsked(true)}
          >
            {words.text('supervise.whisper')}
          </Button>
        )}
        <Button icon={ArrowRightLeft} data-testid="reassign" shortcut="R" onClick={() => openDialog('reassign')}>
          {words.text('supervise.reassign')}
        </Button>
        <Button variant="primary" icon={Hand} data-testid="takeover" shortcut="O" busy={taking} onClick={takeOver}>
          {words.text('supervise.takeOver')}
        </Button>
      </div>
      {whispering && <WhisperField id={id} to={item.agent?.name ?? ''} close={() => setAsked(false)} />}
    </section>
  );
}

function WhisperField({ id, to, close }: { id: string; to: string; close: () => void }) {
  const words = useWords();
  const toasts = useToasts();
  const { supervision, drafts } = useServices();
  const text = useSyncExternalStore(drafts.subscribe, () => drafts.read(id, 'whisper'));
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const empty = text.trim() === '' || text.length > MAX_TEXT;

  const putAway = (): void => {
    drafts.write(id, 'whisper', '');
    close();
  };
  const send = (): void => {
    if (empty || busy) return;
    setBusy(true);
    supervision
      .whisper(id, text.trim())
      .then(putAway, (error: unknown) => toasts.fail(error))
      .finally(() => setBusy(false));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses characters and must not send (229: Safari's way to say so).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      putAway();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };

  return (
    <div className="whisper-field">
      <textarea
        ref={field}
        rows={1}
        value={text}
        maxLength={MAX_TEXT}
        data-testid="whisper-text"
        aria-label={words.text('supervise.whisperTo', { name: to })}
        placeholder={words.text('supervise.whisperHint', { name: to })}
        onChange={(event) => drafts.write(id, 'whisper', event.target.value)}
        onKeyDown={onKeyDown}
      />
      <IconButton
        icon={SendHorizontal}
        variant="primary"
        label={words.text('supervise.whisperSend')}
        busy={busy}
        disabled={empty}
        data-testid="whisper-send"
        onClick={send}
      />
      <IconButton icon={X} label={words.text('action.cancel')} onClick={putAway} />
    </div>
  );
}
