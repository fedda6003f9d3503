import type { DeskhandApi } from '../src/embed.js';

declare global {
  interface Window {
    Deskhand?: DeskhandApi;
  }
}

/** The widget's script may come before or after the page's own. */
export function whenWidgetReady(work: (widget: DeskhandApi) => void): void {
  if (window.Deskhand) work(window.Deskhand);
  else document.addEventListener('deskhand:ready', () => window.Deskhand && work(window.Deskhand), { once: true });
}
