import { useEffect } from 'react';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import type { Translator } from '../i18n/messages.js';
import { preferences } from '../lib/preferences.js';
import { chime } from '../lib/sound.js';
import { shopperName } from '../ui/labels.js';
import { useToasts } from '../ui/toast.js';
import type { SupervisionAlert } from './supervision.js';

/** Tells whoever is whispered to, loses a conversation to a supervisor or is given one: by a line on the screen and a sound. */
export function SupervisionNotices() {
  const words = useWords();
  const toasts = useToasts();
  const { desk, supervision } = useServices();
  useEffect(
    () =>
      supervision.onAlert((alert) => {
        toasts.say(sentence(alert, words, (id) => desk.state().items[id]));
        if (preferences.get().sound) chime(alert.kind === 'given' ? 'offer' : 'mention');
      }),
    [desk, supervision, toasts, words],
  );
  return null;
}

type ItemOf = (id: string) => Parameters<typeof shopperName>[0] | undefined;

function sentence(alert: SupervisionAlert, words: Translator, itemOf: ItemOf): string {
  const item = alert.kind === 'taken' ? itemOf(alert.conversationId) : alert.item;
  const shopper = item === undefined ? words.text('shopper.unknown') : shopperName(item, words);
  switch (alert.kind) {
    case 'whisper':
      return words.text('supervise.heard', { name: alert.note.author.name, text: alert.note.text.slice(0, 200) });
    case 'given':
      return words.text('supervise.given', { name: alert.by.name, shopper });
    case 'taken':
      if (alert.to === undefined) return words.text('supervise.requeued', { name: alert.by.name, shopper });
      if (alert.to.id === alert.by.id) return words.text('supervise.taken', { name: alert.by.name, shopper });
      return words.text('supervise.passedOn', { name: alert.by.name, shopper, to: alert.to.name });
  }
}
