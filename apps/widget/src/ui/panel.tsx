import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Composer } from './composer.js';
import { ConnectionBar, QueueBar, Remark } from './bars.js';
import { useMedia, useStore, useSurroundings } from './context.js';
import { last } from '../lib/list.js';
import { Header } from './header.js';
import { ElsewhereBar, MoveSheet, mayMove } from './wechat.js';
import { MessageList } from './message-list.js';

export const PHONE = '(max-width: 520px), (max-height: 480px)';

interface PanelProps {
  /** Moves the focus into the panel: the shopper opened it. */
  readonly focus: boolean;
  readonly onClose: () => void;
}

/** The open conversation: beside the page on a large screen, instead of it on a phone. */
export function Panel({ focus, onClose }: PanelProps): JSX.Element {
  const { desk, back, t } = useSurroundings();
  const state = useStore(desk.store);
  const phone = useMedia(PHONE);
  const panel = useRef<HTMLDivElement>(null);

  const takeFocus = (): void => {
    // On a phone the field would call up the keyboard over the conversation; there the panel itself takes the focus.
    const target = phone ? panel.current : panel.current?.querySelector<HTMLElement>('textarea[data-testid="input"]');
    target?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (focus) takeFocus();
  }, []);
  const holder = useFocusHolder(takeFocus);
  useVisualViewport(panel, phone);
  // While it covers the page, the back gesture closes it.
  useLayoutEffect(() => (phone ? back.push(onClose) : undefined), [phone]);
  const drop = useDrop((files) => desk.tray.add(files));
  useSeen(state.thread.messages.length);
  const sheet = useMoveSheet(panel, mayMove(state));

  return (
    <div
      ref={panel}
      class="panel"
      data-testid="panel"
      role="dialog"
      aria-labelledby="panel-name"
      aria-modal={phone}
      tabIndex={-1}
      onFocusIn={holder.onFocusIn}
      onFocusOut={holder.onFocusOut}
      {...drop.on}
      onKeyDown={(event) => {
        // What is typed here is none of the page's business: shops bind keys too.
        event.stopPropagation();
        if (event.key === 'Escape' && !event.isComposing) onClose();
        if (event.key === 'Tab' && phone && panel.current !== null) keepInside(event, panel.current);
      }}
    >
      <div class="face-of-it" inert={sheet.isOpen}>
        <Header state={state} onMove={sheet.open} onClose={onClose} />
        <ConnectionBar state={state} />
        <MessageList state={state} />
        <Remark words={state.remark} />
        <ElsewhereBar state={state} />
        <QueueBar state={state} onMove={sheet.open} />
        <Composer key={state.shopper} state={state} />
      </div>
      {sheet.isOpen && <MoveSheet state={state} onClose={sheet.close} />}
      {drop.over && <p class="drop-here">{t('dropHere')}</p>}
    </div>
  );
}

/**
 * Keeps the focus in the panel when what held it goes away (a chip that was chosen, the survey that was sent): it would fall back to the
 * page, and neither Escape nor the next Tab would mean the panel any more.
 */
function useFocusHolder(takeFocus: () => void) {
  const held = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (held.current === null || held.current.isConnected) return;
    held.current = null;
    takeFocus();
  });
  return {
    onFocusIn: (event: FocusEvent): void => {
      held.current = event.target as HTMLElement;
    },
    onFocusOut: (event: FocusEvent): void => {
      const left = event.target as HTMLElement;
      // Browsers also tell this of an element that is being removed: whether it was is known once the drawing is over.
      queueMicrotask(() => {
        if (left.isConnected && held.current === left) held.current = null;
      });
    },
  };
}

/** The way over to WeChat, laid over the conversation; what opened it gets the focus back. */
function useMoveSheet(panel: { readonly current: HTMLElement | null }, may: boolean) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (!isOpen && opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  }, [isOpen]);
  // Over there by now: what this page is from here on is said by the bar.
  useEffect(() => {
    if (!may) setOpen(false);
  }, [may]);
  return {
    isOpen,
    open: (): void => {
      opener.current = (panel.current?.getRootNode() as ShadowRoot | undefined)?.activeElement ?? null;
      setOpen(true);
    },
    close: (): void => setOpen(false),
  };
}

/** Files that are dropped on the conversation; the page behind does not open them. */
function useDrop(take: (files: readonly File[]) => void) {
  const [over, setOver] = useState(false);
  const hasFiles = (event: DragEvent): boolean => [...(event.dataTransfer?.types ?? [])].includes('Files');
  return {
    over,
    on: {
      onDragOver: (event: DragEvent): void => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent): void => {
        if (event.target === event.currentTarget || event.relatedTarget === null) setOver(false);
      },
      onDrop: (event: DragEvent): void => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        take([...(event.dataTransfer?.files ?? [])]);
      },
    },
  };
}

/** While the panel covers the page, Tab goes round inside it. */
function keepInside(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = [...panel.querySelectorAll<HTMLElement>('button, a[href], textarea, input, [tabindex="0"]')].filter(
    (each) => !each.hasAttribute('disabled') && each.offsetParent !== null && each.closest('[inert]') === null,
  );
  const [first, end] = [stops[0], last(stops)];
  const root = panel.getRootNode() as ShadowRoot;
  const active = root.activeElement;
  if (event.shiftKey && (active === first || active === panel)) {
    event.preventDefault();
    end?.focus();
  } else if (!event.shiftKey && active === end) {
    event.preventDefault();
    first?.focus();
  }
}

/** On a phone the panel is as large as what is seen above the keyboard, and the page behind does not scroll. */
function useVisualViewport(panel: { readonly current: HTMLElement | null }, phone: boolean): void {
  useLayoutEffect(() => {
    const element = panel.current;
    const view = window.visualViewport;
    if (!phone || element === null) return undefined;
    const page = document.documentElement;
    const former = { overflow: page.style.overflow, gutter: page.style.getPropertyValue('scrollbar-gutter') };
    // Where a scroll bar takes room, its room stays: the page behind keeps its layout.
    if (window.innerWidth > page.clientWidth) page.style.setProperty('scrollbar-gutter', 'stable');
    page.style.overflow = 'hidden';
    const fit = (): void => {
      if (!view) return;
      element.style.setProperty('--dh-view-height', `${view.height}px`);
      element.style.setProperty('--dh-view-top', `${view.offsetTop}px`);
      element.dataset['keyboard'] = String(window.innerHeight - view.height > 120);
    };
    fit();
    view?.addEventListener('resize', fit);
    view?.addEventListener('scroll', fit);
    return () => {
      page.style.overflow = former.overflow;
      page.style.setProperty('scrollbar-gutter', former.gutter);
      view?.removeEventListener('resize', fit);
      view?.removeEventListener('scroll', fit);
      element.style.removeProperty('--dh-view-height');
      element.style.removeProperty('--dh-view-top');
    };
  }, [phone]);
}

/** What stands in an open panel on a visible page has been read. */
function useSeen(messages: number): void {
  const { desk } = useSurroundings();
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') desk.markSeen();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [messages]);
}
