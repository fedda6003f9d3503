import {
  fillCannedReply,
  type CannedVariable,
  type FilledReply,
  type Locale,
  type WireCannedReply,
  type WireConversationItem,
  type WireMessage,
} from '#kernel';
import type { Translator } from '../i18n/messages.js';

/** A ready reply in the words to show. */
export interface CannedReply {
  id: string;
  shortcut: string;
  title: string;
  /** With its places still open: `{{shopper.name}}`. */
  text: string;
}

/** Ready replies that fit what was typed, in the agent's language where they have it: by shortcut first, then title, then text. */
export function cannedReplies(replies: readonly WireCannedReply[], typed: string, locale: Locale): CannedReply[] {
  const wanted = typed.toLocaleLowerCase();
  const other: Locale = locale === 'en' ? 'zh-CN' : 'en';
  const place = ({ shortcut, title, text }: CannedReply): number =>
    [shortcut.toLocaleLowerCase().startsWith(wanted), title.toLocaleLowerCase().includes(wanted)].indexOf(true) + 1 ||
    (text.toLocaleLowerCase().includes(wanted) || shortcut.toLocaleLowerCase().includes(wanted) ? 3 : 0);
  return replies
    .map(({ id, shortcut, title, text }) => ({
      id,
      shortcut,
      title: title[locale] ?? title[other] ?? shortcut,
      text: text[locale] ?? text[other] ?? '',
    }))
    .filter((reply) => reply.text !== '' && place(reply) > 0)
    .sort((a, b) => place(a) - place(b));
}

/** What is known of a conversation that a ready reply may have a place for. */
export function knownValues(
  item: WireConversationItem,
  agentName: string,
  messages: readonly WireMessage[],
  storeName?: string,
): Partial<Record<CannedVariable, string>> {
  return {
    'agent.name': agentName,
    'shopper.name': item.shopper.name,
    'shopper.tier': item.shopper.tier,
    'store.name': storeName,
    'order.no': messages.findLast((message) => message.context?.orderNo !== undefined)?.context?.orderNo,
  };
}

/** Fills a reply's places; what is not known stays as a gap in brackets, named in the agent's words. */
export function filled(
  reply: CannedReply,
  values: Partial<Record<CannedVariable, string>>,
  words: Translator,
): FilledReply {
  return fillCannedReply(reply.text, values, (variable) => words.named('variable', variable));
}

/** Where the first open gap stands in a text; undefined when all are filled. */
export function gapIn(
  text: string,
  words: Translator,
  variables: readonly CannedVariable[],
): [number, number] | undefined {
  const gaps = variables.map((variable) => `【${words.named('variable', variable)}】`);
  const found = gaps.map((gap): [number, number] => [text.indexOf(gap), gap.length]).filter(([at]) => at >= 0);
  const first = found.sort((a, b) => a[0] - b[0])[0];
  return first === undefined ? undefined : [first[0], first[0] + first[1]];
}

/** What was typed after a slash at the start of an otherwise empty line; undefined when no replies are asked for. */
export function slashOf(text: string): string | undefined {
  return /^\/([^\s/]*)$/.exec(text)?.[1];
}
