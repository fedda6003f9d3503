import { useQueryClient } from '@tanstack/react-query';
import { Lock, SendHorizontal, Zap } from 'lucide-react';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react';
import { CANNED_VARIABLES, type WireConversationItem } from '#kernel';
import { useDesk, useServices } from '../context.js';
import type { DraftKind } from '../desk/drafts.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { useToasts } from '../ui/toast.js';
import { calledIn } from '../desk/mentions.js';
import { AttachButton, UploadTray } from './attachments/upload-tray.js';
import { useUploads } from './attachments/use-uploads.js';
import { gapIn } from './canned.js';
import { ReplyBudget } from './reply-budget.js';
import { Suggestions } from './suggestions.js';
import { useSuggestions } from './use-suggestions.js';
import { useTypingSignal } from './use-typing-signal.js';

/** The longest message the server takes. */
const MAX_TEXT = 4_000;
const COUNT_FROM = MAX_TEXT - 500;
const MOST_PX = 220;

type ReplyOrNote = Extract<DraftKind, 'reply' | 'note'>;

interface Props {
  id: string;
  item: WireConversationItem;
  own: boolean;
}

/** Where the agent writes to the shopper, or to colleagues. Enter sends, Shift+Enter breaks the line. */
export function Composer({ id, item, own }: Props) {
  const words = useWords();
  const toasts = useToasts();
  const { api, desk, drafts, uploads } = useServices();
  const queries = useQueryClient();
  const mayReply = own && item.status === 'assigned';
  const [wanted, setWanted] = useState<ReplyOrNote>('reply');
  const mode: ReplyOrNote = mayReply ? wanted : 'note';
  const text = useSyncExternalStore(drafts.subscribe, () => drafts.read(id, mode));
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const signal = useTypingSignal(id);

  const write = useCallback((next: string) => drafts.write(id, mode, next), [drafts, id, mode]);
  const [caret, setCaret] = useState(0);
  const [hidden, setHidden] = useState('');
  const selection = useRef<[number, number]>(undefined);
  const put = (next: string, selected: [number, number]): void => {
    selection.current = selected;
    write(next);
    setCaret(selected[1]);
    setChosen(0);
    field.current?.focus();
  };
  const found = useSuggestions({ item, mode, text, caret, put });
  // Escape puts the list away for what is written now.
  const suggestions = hidden !== '' && hidden === text ? [] : found;
  const active = Math.min(chosen, suggestions.length - 1);

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
    if (selection.current === undefined) return;
    area.setSelectionRange(...selection.current);
    selection.current = undefined;
  }, [text, mode]);

  const delivery = useDesk((state) => state.cases[id]?.delivery);
  const picturesOnly = delivery?.files === false;
  const goes = delivery?.next.goes !== false;
  const attached = useUploads(id, { enabled: mode === 'reply', picturesOnly });
  const tooLong = text.length > MAX_TEXT;
  const empty = text.trim() === '' && !(mode === 'reply' && attached.ready);

  const send = (): void => {
    if (mode === 'reply' && attached.busy) return toasts.say(words.text('upload.waiting'));
    if (mode === 'reply' && attached.refused) return toasts.say(words.text('upload.removeFiles'));
    if (empty || tooLong) return;
    const gap = mode === 'reply' ? gapIn(text, words, CANNED_VARIABLES) : undefined;
    if (gap !== undefined) {
      field.current?.focus();
      field.current?.setSelectionRange(...gap);
      toasts.say(words.text('composer.gap'));
      return;
    }
    write('');
    signal.stop();
    if (mode === 'reply') desk.send(id, text.trim(), uploads.take(id));
    else addNote(text.trim());
    field.current?.focus();
  };

  const addNote = (note: string): void => {
    const mayCall = note.includes('@');
    const team = mayCall
      ? queries.ensureQueryData({ queryKey: ['colleagues'], queryFn: ({ signal }) => api.colleagues(signal) })
      : Promise.resolve([]);
    team
      // Better a note that calls nobody than none.
      .catch(() => [])
      .then((colleagues) =>
        desk.addNote(
          id,
          note,
          calledIn(note, colleagues).map((one) => one.id),
        ),
      )
      .catch((error: unknown) => toasts.fail(error));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses characters and must not send (229: Safari's way to say so).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const suggestion = suggestions[active];
    if (suggestion !== undefined) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setChosen((active + step + suggestions.length) % suggestions.length);
        return;
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        suggestion.take();
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        setHidden(text);
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };

  return (
    <section
      className={`composer composer-${mode} ${attached.dropping ? 'composer-dropping' : ''}`}
      aria-label={words.text(`composer.${mode}`)}
      {...attached.drop}
    >
      {suggestions.length > 0 && (
        <Suggestions
          id="suggestions"
          label={words.text(mode === 'reply' ? 'composer.canned' : 'composer.colleagues')}
          items={suggestions}
          active={active}
        />
      )}
      {mode === 'reply' && delivery !== undefined && <ReplyBudget delivery={delivery} />}
      {mode === 'reply' && <UploadTray conversationId={id} list={attached.list} />}
      <textarea
        ref={field}
        id="composer"
        data-testid="composer"
        data-focus="Digit2"
        rows={2}
        value={text}
        aria-label={words.text(`composer.${mode}`)}
        aria-invalid={tooLong || undefined}
        aria-controls={suggestions.length > 0 ? 'suggestions' : undefined}
        aria-activedescendant={suggestions.length > 0 ? `suggestions-${active}` : undefined}
        aria-autocomplete="list"
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        placeholder={words.text(mode === 'reply' ? 'composer.replyPlaceholder' : 'composer.notePlaceholder')}
        onChange={(event) => {
          write(event.target.value);
          setCaret(event.target.selectionStart);
          if (mode === 'reply') signal.typed();
        }}
        onBlur={signal.stop}
        onPaste={attached.onPaste}
        onKeyDown={onKeyDown}
      />
      <footer className="composer-foot">
        {mayReply ? (
          <Button
            variant="quiet"
            icon={Lock}
            data-testid="note"
            shortcut="N"
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
        {mode === 'reply' && <AttachButton add={attached.add} picturesOnly={picturesOnly} />}
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
          {words.text(mode === 'note' ? 'composer.addNote' : goes ? 'composer.send' : 'budget.send')}
        </Button>
      </footer>
    </section>
  );
}
