import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DeskState } from '../state/state.js';
import { useSurroundings } from './context.js';
import { SendIcon } from './icons.js';

/** The server's limit, in characters as people count them. */
const MAX = 4_000;
const WARN_BELOW = 300;
const TALLEST_PX = 132;

export function Composer({ state }: { state: DeskState }): JSX.Element {
  const { t, desk, memory } = useSurroundings();
  const [text, setText] = useState(() => memory.read().draft ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const count = [...text].length;
  const tooLong = count > MAX;
  const ready = text.trim() !== '' && !tooLong;
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
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {count > MAX - WARN_BELOW && (
        <p class={tooLong ? 'count failure' : 'count'} id="count" role="status">
          {tooLong ? t('tooLong', { max: MAX, count }) : t('charactersLeft', { count: MAX - count })}
        </p>
      )}
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          data-testid="input"
          enterkeyhint="send"
          aria-label={t('inputLabel')}
          aria-invalid={tooLong}
          aria-describedby={count > MAX - WARN_BELOW ? 'count' : undefined}
          placeholder={agent ? t('inputPlaceholderAgent', { name: agent.name }) : t('inputPlaceholder')}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
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
