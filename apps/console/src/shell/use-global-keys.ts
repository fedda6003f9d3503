import { useEffect } from 'react';
import { useLocation, useRoute } from 'wouter';
import { useServices } from '../context.js';
import { ownOrder, queueOrder } from '../desk/queue.js';

interface Handlers {
  openPalette: () => void;
  openHelp: () => void;
}

/**
 * Keys that work everywhere. Alt+letter presses the button that carries the letter (`data-shortcut`), so a key never does
 * what is not on the screen; by key code, since Alt makes other characters on some keyboards.
 */
export function useGlobalKeys({ openPalette, openHelp }: Handlers): void {
  const { desk } = useServices();
  const [, navigate] = useLocation();
  const [, params] = useRoute('/c/:id');
  const current = params?.id;
  useEffect(() => {
    const step = (by: 1 | -1): void => {
      const { items, served, me } = desk.state();
      const all = Object.values(items);
      const ids = [...ownOrder(all, me.id), ...queueOrder(all, served)].map((item) => item.id);
      if (ids.length === 0) return;
      const at = current === undefined ? -1 : ids.indexOf(current);
      const next = at < 0 ? (by === 1 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length;
      navigate(`/c/${ids[next] ?? ''}`);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === 'KeyK') {
        event.preventDefault();
        openPalette();
      } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
        if (event.code === 'ArrowDown' || event.code === 'ArrowUp') {
          event.preventDefault();
          step(event.code === 'ArrowDown' ? 1 : -1);
        } else if (press(event.code)) event.preventDefault();
      } else if (event.key === '?' && !isTyping(event.target)) openHelp();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [desk, navigate, current, openPalette, openHelp]);
}

/** Presses the visible button of a key, or goes to its place; false when neither is on the screen. */
export function press(code: string): boolean {
  if (!/^(Key[A-Z]|Digit\d)$/.test(code)) return false;
  const button = document.querySelector<HTMLElement>(`[data-shortcut="${code}"]:not(:disabled)`);
  if (button !== null) {
    button.click();
    return true;
  }
  const place = document.querySelector<HTMLElement>(`[data-focus="${code}"]`);
  place?.focus();
  return place !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
