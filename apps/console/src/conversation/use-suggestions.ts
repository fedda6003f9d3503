import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Locale, WireConversationItem } from '#kernel';
import type { Store } from '../api/api.js';
import { useDesk, useServices } from '../context.js';
import type { DraftKind } from '../desk/drafts.js';
import { calledPart, whoFits, withName } from '../desk/mentions.js';
import { useWords } from '../i18n/i18n.js';
import { cannedReplies, filled, knownValues, slashOf, type CannedReply } from './canned.js';
import type { Suggestion } from './suggestions.js';

const KEPT_MS = 60_000;

function nameOf(stores: readonly Store[] | undefined, id: string | undefined, locale: Locale): string | undefined {
  const name = stores?.find((store) => store.id === id)?.name;
  return name?.[locale] ?? name?.['zh-CN'];
}

/** Ready replies of the desk, kept for a minute. */
export function useCannedReplies() {
  const { api } = useServices();
  return useQuery({
    queryKey: ['canned'],
    queryFn: ({ signal }) => api.cannedReplies(signal),
    staleTime: KEPT_MS,
  });
}

/** Fills a ready reply for this conversation, and counts that it was taken. */
export function useTakeReply(id: string): (reply: CannedReply) => { text: string; gap?: [number, number] } {
  const words = useWords();
  const queries = useQueryClient();
  const { api, desk } = useServices();
  return (reply) => {
    const { items, me, cases } = desk.state();
    const item = items[id];
    const store = nameOf(queries.getQueryData<Store[]>(['stores']), item?.storeId, words.locale);
    const values = item === undefined ? {} : knownValues(item, me.name, cases[id]?.transcript.messages ?? [], store);
    const { text, gaps } = filled(reply, values, words);
    api.cannedUsed(reply.id).then(
      () => queries.invalidateQueries({ queryKey: ['canned'] }),
      // The count is for the order of the list; a reply that could not be counted is as good.
      () => undefined,
    );
    const first = gaps[0];
    return { text, ...(first === undefined ? {} : { gap: [first.start, first.end] as [number, number] }) };
  };
}

interface Writing {
  item: WireConversationItem;
  mode: DraftKind;
  text: string;
  caret: number;
  /** Puts a text in the place of what is there, with this part of it selected. */
  put: (text: string, selection: [number, number]) => void;
}

/** What could be put in now: ready replies after `/`, colleagues after `@` in a note. */
export function useSuggestions({ item, mode, text, caret, put }: Writing): readonly Suggestion[] {
  const words = useWords();
  const { api } = useServices();
  const me = useDesk((state) => state.me);
  const messages = useDesk((state) => state.cases[item.id]?.transcript.messages);
  const take = useTakeReply(item.id);
  const slash = mode === 'reply' ? slashOf(text) : undefined;
  const called = mode === 'note' ? calledPart(text, caret) : undefined;
  const canned = useCannedReplies();
  const stores = useQuery({
    queryKey: ['stores'],
    queryFn: ({ signal }) => api.stores(signal),
    staleTime: KEPT_MS,
    enabled: item.storeId !== undefined,
  });
  const storeName = nameOf(stores.data, item.storeId, words.locale);
  const team = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => api.colleagues(signal),
    enabled: called !== undefined,
  });

  const replies = useMemo(() => {
    if (slash === undefined) return [];
    const values = knownValues(item, me.name, messages ?? [], storeName);
    return cannedReplies(canned.data ?? [], slash, words.locale).map((reply) => ({
      reply,
      shown: filled(reply, values, words).text,
    }));
  }, [slash, canned.data, words, item, me.name, messages, storeName]);
  if (called !== undefined)
    return whoFits(
      (team.data ?? []).filter(({ id }) => id !== me.id),
      called,
    ).map((one) => ({
      key: one.id,
      title: one.name,
      text: words.text(`role.${one.role}`),
      take: () => {
        const next = withName(text, caret, one.name);
        put(next.text, [next.caret, next.caret]);
      },
    }));
  return replies.map(({ reply, shown }) => ({
    key: reply.id,
    title: reply.title,
    text: shown,
    take: () => {
      const { text: full, gap } = take(reply);
      put(full, gap ?? [full.length, full.length]);
    },
  }));
}
