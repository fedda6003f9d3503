import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';
import { IconButton } from './button.js';

interface ModalProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
  className?: string;
}

/**
 * A dialog over the page. The overlay is an element of ours, not Dialog.Overlay, which writes a style element into the
 * page to stop its scrolling: our page does not scroll, and the policy of the page allows no inline styles.
 */
export function Modal({ open, onOpenChange, title, description, children, className = '' }: ModalProps) {
  const words = useWords();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <div className="overlay" aria-hidden />
        <Dialog.Content
          className={`dialog ${className}`}
          onOpenAutoFocus={focusFirstField}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="dialog-head">
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon={X} label={words.text('action.close')} />
            </Dialog.Close>
          </header>
          {description !== undefined && (
            <Dialog.Description className="dialog-description">{description}</Dialog.Description>
          )}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Puts the focus where one goes on: not on the closing button, whose hint would take the first Escape for itself. */
function focusFirstField(event: Event): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  event.preventDefault();
  const field = dialog.querySelector<HTMLElement>(
    'input:checked, input:not([type="radio"]), .dialog-foot .button-primary',
  );
  (field ?? dialog).focus();
}
