import { Lock, SendHorizontal, Zap } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react';
import type { WireConversationItem } from '#kernel';
import { useDesk, useServices } from '../context.js';
import type { DraftKind } from '../desk/drafts.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { shopperName } from '../ui/labels.js';
import { useToasts } from '../ui/toast.js';
import { cannedReplies, slashOf, type CannedReply } from './canned.js';
import { useTypingSignal } from './use-typing-signal.js';

/** The longest message the server takes. */
const MAX_TEXT = 4_000;
const COUNT_FROM = MAX_TEXT - 500;
const MOST_PX = 220;

interface Props {
  id: string;
  item: WireConversationItem;
  own: boolean;
}

/** Where the agent writes to the shopper, or to colleagues. Enter sends, Shift+Enter breaks the line. */
export function Composer({ id, item, own }: Props) {
  const words = useWords();
  const toasts = useToasts();
  const { desk, drafts } = useServices();
  const me = useDesk((state) => state.me);
  const mayReply = own && item.status === 'assigned';
  const [wanted, setWanted] = useState<DraftKind>('reply');
  const mode: DraftKind = mayReply ? wanted : 'note';
  const text = useSyncExternalStore(drafts.subscribe, () => drafts.read(id, mode));
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const signal = useTypingSignal(id);

  const write = useCallback((next: string) => drafts.write(id, mode, next), [drafts, id, mode]);
  const slash = mode === 'reply' ? slashOf(text) : undefined;
  const replies = useMemo(
    () =>
      slash === undefined ? [] : cannedReplies(words, slash, { customer: shopperName(item, words), agent: me.name }),
    [slash, words, item, me.name],
  );
  const active = Math.min(chosen, replies.length - 1);

  useEffect(
    () =>
      drafts.onProposal((to) => {
        if (to !== id) return;
        setWanted('reply');
        field.current?.focus();
      }),
    [drafts, id],
  );

  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(MOST_PX, area.scrollHeight)}px`;
  }, [text, mode]);

  const tooLong = text.length > MAX_TEXT;
  const empty = text.trim() === '';

  const send = (): void => {
    if (empty || tooLong) return;
    write('');
    signal.stop();
    if (mode === 'reply') desk.send(id, text.trim());
    else desk.addNote(id, text.trim()).catch((error: unknown) => toasts.fail(error));
    field.current?.focus();
  };

  const take = (reply: CannedReply): void => {
    write(reply.text);
    setChosen(0);
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses characters and must not send (229: Safari's way to say so).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const reply = replies[active];
    if (reply !== undefined) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setChosen((active + step + replies.length) % replies.length);
        return;
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        take(reply);
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        write('');
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };

  return (
    <section className={`composer composer-${mode}`} aria-label={words.text(`composer.${mode}`)}>
      {replies.length > 0 && (
        <ul className="canned" role="listbox" id="canned" aria-label={words.text('composer.canned')}>
          {replies.map((reply, index) => (
            <li
              key={reply.name}
              id={`canned-${index}`}
              role="option"
              aria-selected={index === active}
              onPointerDown={(event) => {
                event.preventDefault();
                take(reply);
              }}
            >
              <strong>{reply.title}</strong>
              <span className="clip">{reply.text}</span>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        id="composer"
        data-testid="composer"
        data-focus="Digit2"
        rows={2}
        value={text}
        aria-label={words.text(`composer.${mode}`)}
        aria-invalid={tooLong || undefined}
        aria-controls={replies.length > 0 ? 'canned' : undefined}
        aria-activedescendant={replies.length > 0 ? `canned-${active}` : undefined}
        aria-autocomplete={mode === 'reply' ? 'list' : undefined}
        placeholder={words.text(mode === 'reply' ? 'composer.replyPlaceholder' : 'composer.notePlaceholder')}
        onChange={(event) => {
          write(event.target.value);
          if (mode === 'reply') signal.typed();
        }}
        onBlur={signal.stop}
        onKeyDown={onKeyDown}
      />
      <footer className="composer-foot">
        {mayReply ? (
          <Button
            variant="quiet"
            icon={Lock}
            data-testid="note"
            data-shortcut="KeyN"
            aria-keyshortcuts="Alt+N"
            aria-pressed={mode === 'note'}
            onClick={() => {
              setWanted(mode === 'note' ? 'reply' : 'note');
              field.current?.focus();
            }}
          >
            {words.text('composer.noteMode')}
          </Button>
        ) : (
          <span className="composer-why">{words.text(`composerWhy.${item.status}`)}</span>
        )}
        {mode === 'reply' && (
          <Button
            variant="quiet"
            icon={Zap}
            className="button-fold"
            title={words.text('composer.canned')}
            onClick={() => {
              if (empty) write('/');
              field.current?.focus();
            }}
          >
            {words.text('composer.canned')}
          </Button>
        )}
        {text.length >= COUNT_FROM && (
          <span className={tooLong ? 'tone-danger' : 'tone-quiet'} role="status">
            {words.text('composer.count', { count: text.length, max: MAX_TEXT })}
          </span>
        )}
        <Button
          variant="primary"
          icon={mode === 'reply' ? SendHorizontal : Lock}
          className="push-right"
          data-testid="send"
          disabled={empty || tooLong}
          onClick={send}
        >
          {words.text(mode === 'reply' ? 'composer.send' : 'composer.addNote')}
        </Button>
      </footer>
    </section>
  );
}
