import { useEffect, useMemo, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useDesk, useServices } from '../context.js';
import type { Alert } from '../desk/desk.js';
import { ownOrder, unreadOf } from '../desk/queue.js';
import { useWords } from '../i18n/i18n.js';
import type { Translator } from '../i18n/messages.js';
import { preferences } from '../lib/preferences.js';
import { chime } from '../lib/sound.js';
import { shopperName } from '../ui/labels.js';

/** Asks the browser for leave to show notices. True when they will be shown. */
export async function askForNotices(wanted: boolean): Promise<boolean> {
  if (!wanted || !('Notification' in window)) return false;
  return (await Notification.requestPermission()) === 'granted';
}

/** Calls the agent: by a sound, by a notice while the console is not in sight, and by the number in the page's title. */
export function AlertsProvider({ children }: { children: ReactNode }) {
  const words = useWords();
  const { desk } = useServices();
  const [, navigate] = useLocation();
  const waiting = useWaitingForMe();

  useEffect(() => {
    document.title = waiting > 0 ? words.text('title.waiting', { count: waiting }) : words.text('app.name');
  }, [waiting, words]);

  useEffect(
    () =>
      desk.onAlert((alert) => {
        const seen = document.visibilityState === 'visible' && document.hasFocus();
        if (alert.kind === 'message' && seen) return;
        const liked = preferences.get();
        if (liked.sound) chime(alert.kind);
        if (liked.desktopNotices && !seen) notify(alert, words, (id) => navigate(`/c/${id}`));
      }),
    [desk, words, navigate],
  );

  return children;
}

function useWaitingForMe(): number {
  const items = useDesk((state) => state.items);
  const offers = useDesk((state) => state.offers);
  const read = useDesk((state) => state.read);
  const me = useDesk((state) => state.me);
  return useMemo(() => {
    const unread = ownOrder(Object.values(items), me.id).filter((item) => unreadOf(item, read[item.id] ?? 0) > 0);
    return unread.length + offers.length;
  }, [items, offers, read, me]);
}

function notify(alert: Alert, words: Translator, open: (id: string) => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const item = alert.kind === 'offer' ? alert.offer.conversation : alert.item;
  const name = shopperName(item, words);
  const title = words.text(alert.kind === 'offer' ? 'notice.offer' : 'notice.message', { name });
  const body = alert.kind === 'offer' ? (item.lastText ?? '') : alert.message.text;
  const notice = new Notification(title, { body: body.slice(0, 200), tag: item.id });
  notice.onclick = () => {
    window.focus();
    open(item.id);
    notice.close();
  };
}
