import { useWords } from '../i18n/i18n.js';
import { Modal } from '../ui/dialog.js';
import { PALETTE_KEYS } from './palette-keys.js';

/** Every key of the console. */
export function Shortcuts({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const words = useWords();
  const keys: [keys: string, does: string][] = [
    [PALETTE_KEYS, words.text('keys.palette')],
    ['Alt ↑ ↓', words.text('keys.step')],
    ['Alt A', words.text('keys.accept')],
    ['Alt T', words.text('keys.transfer')],
    ['Alt B', words.text('keys.return')],
    ['Alt E', words.text('keys.resolve')],
    ['Alt N', words.text('keys.note')],
    ['Alt G', words.text('keys.board')],
    ['Alt W', words.text('keys.whisper')],
    ['Alt R', words.text('keys.reassign')],
    ['Alt O', words.text('keys.takeOver')],
    ['Alt 1 2 3', words.text('keys.panes')],
    ['Alt S', words.text('keys.search')],
    ['↑ ↓ Home End', words.text('keys.lists')],
    ['Enter', words.text('keys.send')],
    ['Shift Enter', words.text('keys.break')],
    ['/', words.text('keys.canned')],
    ['@', words.text('keys.mention')],
    ['Esc', words.text('keys.escape')],
    ['?', words.text('keys.help')],
  ];
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={words.text('menu.shortcuts')}>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
