import { useEffect, useMemo, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useDesk, useServices } from '../context.js';
import type { Alert } from '../desk/desk.js';
import { ownOrder, unreadOf } from '../desk/queue.js';
import { useWords } from '../i18n/i18n.js';
import type { Translator } from '../i18n/messages.js';
import { preferences } from '../lib/preferences.js';
import { chime } from '../lib/sound.js';
import { useUnseenMentions } from './mentions.js';
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
  const mentions = useUnseenMentions();
  return useMemo(() => {
    const unread = ownOrder(Object.values(items), me.id).filter((item) => unreadOf(item, read[item.id] ?? 0) > 0);
    return unread.length + offers.length + mentions;
  }, [items, offers, read, me, mentions]);
}

const TITLES = { offer: 'notice.offer', message: 'notice.message', mention: 'notice.mention' } as const;

function notify(alert: Alert, words: Translator, open: (id: string) => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const item = alert.kind === 'offer' ? alert.offer.conversation : alert.item;
  const preview = preferences.get().noticePreviews;
  // Without previews nothing on the desktop says who writes or what.
  const name = preview ? nameOf(alert, words) : undefined;
  const title = name === undefined ? words.text(`noticePlain.${alert.kind}`) : words.text(TITLES[alert.kind], { name });
  const notice = new Notification(title, { ...(preview ? { body: wordsOf(alert).slice(0, 200) } : {}), tag: item.id });
  notice.onclick = () => {
    window.focus();
    open(item.id);
    notice.close();
  };
}

function nameOf(alert: Alert, words: Translator): string {
  if (alert.kind === 'mention') return alert.note.author.name;
  return shopperName(alert.kind === 'offer' ? alert.offer.conversation : alert.item, words);
}

function wordsOf(alert: Alert): string {
  if (alert.kind === 'offer') return alert.offer.conversation.lastText ?? '';
  return alert.kind === 'message' ? alert.message.text : alert.note.text;
}
