import type { MessageKey, Translator } from '../i18n/messages.js';

/** The starting set of ready replies; their words stand in the message files as `canned.<name>.title` and `.text`. */
const NAMES = [
  'greet',
  'sorry',
  'check',
  'order',
  'photo',
  'wait',
  'refund',
  'return',
  'store',
  'anything',
  'bye',
] as const;

export interface CannedReply {
  name: string;
  title: string;
  text: string;
}

/** Ready replies whose title or text holds what was typed after the slash, with the names filled in. */
export function cannedReplies(
  words: Translator,
  typed: string,
  names: { customer: string; agent: string },
): CannedReply[] {
  const wanted = typed.toLocaleLowerCase();
  return NAMES.map((name) => ({
    name,
    title: words.text(`canned.${name}.title` satisfies MessageKey),
    text: words.text(`canned.${name}.text` satisfies MessageKey, names),
  })).filter(
    ({ name, title, text }) =>
      name.includes(wanted) || title.toLocaleLowerCase().includes(wanted) || text.toLocaleLowerCase().includes(wanted),
  );
}

/** What was typed after a slash at the start of an otherwise empty line; undefined when no replies are asked for. */
export function slashOf(text: string): string | undefined {
  return /^\/([^\s/]*)$/.exec(text)?.[1];
}
