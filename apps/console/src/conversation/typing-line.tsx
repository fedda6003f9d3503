import { useDesk } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { useNow } from '../lib/hooks.js';

/** Keeps its height when nobody types, so that nothing moves. */
export function TypingLine({ id, name }: { id: string; name: string }) {
  const words = useWords();
  const until = useDesk((state) => state.typing[id] ?? 0);
  useNow(1_000);
  return (
    <p className="typing" aria-live="polite">
      {until > Date.now() ? words.text('conversation.typing', { name }) : ''}
    </p>
  );
}
