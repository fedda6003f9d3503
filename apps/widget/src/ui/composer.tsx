import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DeskState } from '../state/state.js';
import { useStore, useSurroundings } from './context.js';
import { PlusIcon, SendIcon } from './icons.js';
import { Subject } from './subject.js';
import { TrayList } from './tray.js';

/** The server's limit, in characters as people count them. */
const MAX = 4_000;
const WARN_BELOW = 300;
const TALLEST_PX = 132;
/** Phones offer the camera and the gallery for it. */
const ACCEPT = 'image/*,application/pdf';

export function Composer({ state }: { state: DeskState }): JSX.Element {
  const { t, desk, memory } = useSurroundings();
  const [text, setText] = useState(() => memory.read().draft ?? '');
  const files = useStore(desk.tray.store);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const count = [...text].length;
  const tooLong = count > MAX;
  const uploading = files.some((each) => each.state === 'uploading');
  const ready = (text.trim() !== '' || files.some((each) => each.uploaded)) && !tooLong && !uploading;
  const agent = state.conversation?.status === 'assigned' ? state.conversation.agent : undefined;

  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, TALLEST_PX)}px`;
  }, [text]);

  const write = (words: string): void => {
    setText(words);
    memory.write({ draft: words });
    desk.typing(words !== '');
  };
  const send = (): void => {
    if (!ready) return;
    desk.send(text);
    write('');
    field.current?.focus();
  };
  const pick = (input: HTMLInputElement): void => {
    desk.tray.add(input.files ?? []);
    // The same file may be picked again after it was taken away.
    input.value = '';
    field.current?.focus();
  };
  const paste = (event: ClipboardEvent): void => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    // Words copied from an office program bring a picture of themselves along: the words are meant.
    if (pasted.length === 0 || event.clipboardData?.getData('text/plain')) return;
    event.preventDefault();
    desk.tray.add(pasted);
  };
  const said = uploading ? 'uploading' : count > MAX - WARN_BELOW ? 'count' : undefined;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Subject state={state} />
      <TrayList />
      {uploading && text.trim() !== '' && (
        <p class="count" id="uploading" role="status">
          {t('fileWait')}
        </p>
      )}
      {count > MAX - WARN_BELOW && (
        <p class={tooLong ? 'count failure' : 'count'} id="count" role="status">
          {tooLong ? t('tooLong', { max: MAX, count }) : t('charactersLeft', { count: MAX - count })}
        </p>
      )}
      <div class="field">
        <input
          ref={picker}
          type="file"
          class="picker"
          data-testid="picker"
          accept={ACCEPT}
          multiple
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => pick(event.currentTarget)}
        />
        <button
          type="button"
          class="round attach"
          data-testid="attach"
          aria-label={t('attach')}
          title={t('attach')}
          onClick={() => picker.current?.click()}
        >
          <PlusIcon />
        </button>
        <textarea
          ref={field}
          rows={1}
          data-testid="input"
          enterkeyhint="send"
          aria-label={t('inputLabel')}
          aria-invalid={tooLong}
          aria-describedby={said}
          placeholder={agent ? t('inputPlaceholderAgent', { name: agent.name }) : t('inputPlaceholder')}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onPaste={paste}
          onBlur={() => desk.typing(false)}
          onKeyDown={(event) => {
            // While an input method composes, Enter picks a word (Safari says so by 229 only).
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="submit"
          class="send"
          data-testid="send"
          aria-label={t('send')}
          title={t('send')}
          aria-disabled={!ready}
        >
          <SendIcon />
        </button>
      </div>
    </form>
  );
}
