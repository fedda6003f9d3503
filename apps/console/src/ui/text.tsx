import { useMemo } from 'react';
import type { WireNote } from '#kernel';
import { cutAtNames } from '../desk/mentions.js';
import { ago, exact, timeOfDay } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { useNow } from '../lib/hooks.js';
import { linkify } from '../lib/linkify.js';

/** What somebody wrote, as text and nothing else; only http(s) and tel become links. */
export function PlainText({ text }: { text: string }) {
  const segments = useMemo(() => linkify(text), [text]);
  return (
    <>
      {segments.map((segment, index) =>
        segment.href === undefined ? (
          segment.text
        ) : (
          <a key={index} href={segment.href} target="_blank" rel="noopener noreferrer nofollow">
            {segment.text}
          </a>
        ),
      )}
    </>
  );
}

/** What a note says; the colleagues it calls stand out. */
export function NoteText({ note: { text, mentions = [] } }: { note: Pick<WireNote, 'text' | 'mentions'> }) {
  const parts = useMemo(() => cutAtNames(text, mentions), [text, mentions]);
  return (
    <p className="words">
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <strong key={index} className="mention">
            {part}
          </strong>
        ) : (
          <PlainText key={index} text={part} />
        ),
      )}
    </p>
  );
}

/** How long ago, exact on hover. */
export function Ago({ at }: { at: string }) {
  const { locale } = useWords();
  const now = useNow(30_000);
  return (
    <time dateTime={at} title={exact(at, locale)}>
      {ago(at, now, locale)}
    </time>
  );
}

/** The time of day, exact on hover. */
export function TimeOfDay({ at }: { at: string }) {
  const { locale } = useWords();
  return (
    <time dateTime={at} title={exact(at, locale)}>
      {timeOfDay(at, locale)}
    </time>
  );
}
