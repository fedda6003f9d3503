import { ChevronDown, Minus, Plus } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import type { AgentStatus } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { useToasts } from '../ui/toast.js';
import { floating } from './floating.js';

const STATUSES: AgentStatus[] = ['online', 'away', 'offline'];
const MOST = 20;

/** Whether one is offered conversations, and how many at once. */
export function Presence() {
  const words = useWords();
  const toasts = useToasts();
  const { desk } = useServices();
  const status = useDesk((state) => state.status);
  const capacity = useDesk((state) => state.capacity);
  const up = useDesk((state) => state.link === 'up');

  const set = (next: AgentStatus, most?: number): void => {
    desk.setPresence(next, most).catch((error: unknown) => toasts.fail(error));
  };

  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          className="presence"
          data-testid="presence"
          data-status={status}
          disabled={!up}
          aria-label={words.text('presence.label', { status: words.text(`presence.${status}`) })}
        >
          <span className={`dot dot-${status}`} aria-hidden />
          <span className="presence-label">{words.text(`presence.${status}`)}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={floating()}>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={status} onValueChange={(next) => set(next as AgentStatus)}>
            {STATUSES.map((one) => (
              <DropdownMenu.RadioItem key={one} value={one} className="menu-item" data-testid={`presence-${one}`}>
                <span className={`dot dot-${one}`} aria-hidden />
                <span>
                  {words.text(`presence.${one}`)}
                  <small>{words.text(`presence.${one}Hint`)}</small>
                </span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Group className="capacity" aria-label={words.text('presence.capacity')}>
            <span>{words.text('presence.capacity')}</span>
            <Step label={words.text('presence.fewer')} disabled={capacity <= 1} step={() => set(status, capacity - 1)}>
              <Minus size={16} aria-hidden />
            </Step>
            <output>{capacity}</output>
            <Step
              label={words.text('presence.more')}
              disabled={capacity >= MOST}
              step={() => set(status, capacity + 1)}
            >
              <Plus size={16} aria-hidden />
            </Step>
          </DropdownMenu.Group>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Step(props: { label: string; disabled: boolean; step: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item
      className="button button-icon button-quiet"
      aria-label={props.label}
      disabled={props.disabled}
      onSelect={(event) => {
        event.preventDefault();
        props.step();
      }}
    >
      {props.children}
    </DropdownMenu.Item>
  );
}
