import { Copy } from 'lucide-react';
import { useWords } from '../../i18n/i18n.js';
import { IconButton } from '../../ui/button.js';
import { useToasts } from '../../ui/toast.js';

/** A value that is to be entered somewhere else, with a button that copies it. */
export function Copied({ label, value, testId }: { label: string; value: string; testId?: string }) {
  const words = useWords();
  const toasts = useToasts();
  const copy = (): void => {
    navigator.clipboard.writeText(value).then(
      () => toasts.say(words.text('settings.copied')),
      () => toasts.say(words.text('settings.copyFailed')),
    );
  };
  return (
    <div className="copied">
      <span className="copied-label">{label}</span>
      <code data-testid={testId}>{value}</code>
      <IconButton icon={Copy} label={words.text('wechat.copy', { what: label })} onClick={copy} />
    </div>
  );
}
