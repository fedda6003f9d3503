import { useSyncExternalStore } from 'react';

const USUAL_PX = 160;

let scale = 1;
let probe: HTMLElement | undefined;
const listeners = new Set<() => void>();

/** Ten letters' height in a place of its own: it grows with the reader's letters, however they were made larger. */
function watch(): void {
  if (probe !== undefined) return;
  probe = document.createElement('div');
  probe.className = 'text-probe';
  probe.setAttribute('aria-hidden', 'true');
  document.body.append(probe);
  const read = (): void => {
    const next = Math.max(0.5, (probe?.getBoundingClientRect().height ?? USUAL_PX) / USUAL_PX);
    if (Math.abs(next - scale) < 0.01) return;
    scale = next;
    for (const listener of listeners) listener();
  };
  new ResizeObserver(read).observe(probe);
  read();
}

function subscribe(listener: () => void): () => void {
  watch();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How much larger than usual the reader has made letters: what is laid out by script grows with them. */
export function useTextScale(): number {
  return useSyncExternalStore(subscribe, () => scale);
}
