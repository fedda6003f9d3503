import { marked, type Token } from 'marked';
import sanitizeHtml from 'sanitize-html';

const SAFE_LINK = /^https?:\/\//iu;
/** Elements whose content is no text either. Markdown would cut them into a tag, their content and a tag. */
const ACTIVE = /<(script|style|iframe|object|template|noscript|svg|math)\b[\s\S]*?(?:<\/\1\s*>|$)/giu;
const TAGS = [
  'p',
  'br',
  'ul',
  'ol',
  'li',
  'strong',
  'em',
  'b',
  'i',
  'a',
  'blockquote',
  'code',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
];

/**
 * Markdown with whatever could do harm taken out: HTML beyond plain formatting, and links that are not http(s) (their words stay).
 * Done once, when an article comes in, whichever way it comes.
 */
export function cleanMarkdown(markdown: string): string {
  const source = markdown.replace(ACTIVE, '');
  const replacements: [string, string][] = [];
  marked.walkTokens(marked.lexer(source), (token: Token) => {
    if (token.type === 'html') replacements.push([token.raw, cleanHtml(token.raw)]);
    else if ((token.type === 'link' || token.type === 'image') && !SAFE_LINK.test(String(token['href'])))
      replacements.push([token.raw, String(token['text'])]);
  });
  return replacements.reduce((text, [raw, clean]) => text.replace(raw, () => clean), source).trim();
}

function cleanHtml(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https'],
    allowProtocolRelative: false,
  });
}

/** Markdown as a person would type it in a chat: no marks, list items on lines of their own, a link followed by its address. */
export function plainText(markdown: string): string {
  const html = String(marked.parse(markdown, { async: false, gfm: true }));
  const marks = html
    .replace(/<a href="(https?:[^"]+)"[^>]*>([^<]*)<\/a>/giu, (_all, href: string, words: string) =>
      words === href || words === '' ? href : `${words} (${href})`,
    )
    .replace(/<li>\s*(?:<p>)?/giu, '\n• ')
    .replace(/<br\s*\/?>|<\/(?:p|h[1-6]|ul|ol|li|blockquote|pre|tr)>/giu, '\n');
  return decode(sanitizeHtml(marks, { allowedTags: [], allowedAttributes: {} }))
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ *\n */gu, '\n')
    .replace(/\n{2,}/gu, '\n')
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Undoes the escaping of sanitize-html, which writes these five only. */
function decode(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39);/gu, (_all, name: string) => ENTITIES[name] ?? '');
}

const LONGEST_SENTENCE = 400;
/** What the segmenter takes for an end and is none: a question mark inside an address, the point of an abbreviation. */
const NO_END = /https?:\S+$|\b(?:e\.g|i\.e|approx|no|st|rd)\.\s*$/iu;

const segmenter = new Intl.Segmenter('zh', { granularity: 'sentence' });

/** The sentences of a plain text, Chinese or English; a line break always ends one. Their order and words are kept. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const line of text.split('\n')) {
    let open = '';
    for (const { segment } of segmenter.segment(line)) {
      open += segment;
      if (NO_END.test(open) && open.length < LONGEST_SENTENCE) continue;
      sentences.push(open);
      open = '';
    }
    sentences.push(open);
  }
  return sentences
    .flatMap((sentence) => sentence.trim().match(new RegExp(`.{1,${LONGEST_SENTENCE}}`, 'gsu')) ?? [])
    .filter((sentence) => sentence !== '');
}
