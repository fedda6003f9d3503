import type { LucideIcon } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

type Variant = 'primary' | 'outline' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: Variant;
  icon?: LucideIcon;
  /** Under way: the button stays in place, says so to screen readers and takes no second click. */
  busy?: boolean;
  /** The letter which with Alt presses the button, wherever the focus is. */
  shortcut?: string;
  ref?: Ref<HTMLButtonElement>;
}

const shortcutKeys = (letter: string | undefined) =>
  letter === undefined ? {} : { 'data-shortcut': `Key${letter}`, 'aria-keyshortcuts': `Alt+${letter}` };

export function Button({
  variant = 'outline',
  icon: Icon,
  busy = false,
  shortcut,
  children,
  className = '',
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...shortcutKeys(shortcut)}
      className={`button button-${variant} ${className}`}
      aria-busy={busy || undefined}
      disabled={rest.disabled === true || busy}
    >
      {Icon !== undefined && <Icon size={16} aria-hidden />}
      {children !== undefined && <span className="button-label">{children}</span>}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'shortcut'> {
  icon: LucideIcon;
  /** Read out, and shown on hover and focus. */
  label: string;
  badge?: ReactNode;
}

export function IconButton({
  icon: Icon,
  label,
  badge,
  variant = 'quiet',
  className = '',
  busy,
  ...rest
}: IconButtonProps) {
  return (
    <Hint text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-busy={busy || undefined}
        className={`button button-icon button-${variant} ${className}`}
      >
        <Icon size={18} aria-hidden />
        {badge}
      </button>
    </Hint>
  );
}

/** A short explanation on hover and focus. */
export function Hint({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="hint" sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
