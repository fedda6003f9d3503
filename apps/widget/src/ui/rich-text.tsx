import type { JSX } from 'preact';
import { textParts } from '../lib/links.js';

/** A message's words: always text, with links of http(s) and tel only. */
export function RichText({ text }: { text: string }): JSX.Element {
  return (
    <>
      {textParts(text).map((part) =>
        part.href === undefined ? (
          part.text
        ) : part.href.startsWith('tel:') ? (
          <a href={part.href}>{part.text}</a>
        ) : (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </>
  );
}
