import type { Citation } from '#kernel';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { safeHref } from '../lib/links.js';
import { useSurroundings } from './context.js';
import { SourceIcon } from './icons.js';
import { RichText } from './rich-text.js';

/** What an answer rests on. Each source opens in place, one at a time. */
export function Citations({
  messageId,
  citations,
}: {
  messageId: string;
  citations: readonly Citation[];
}): JSX.Element {
  const { t } = useSurroundings();
  const [open, setOpen] = useState<number | null>(null);
  const detailId = `source-${messageId}`;
  return (
    <div class="citations">
      <span class="label">{t('sources')}</span>
      <ul>
        {citations.map((citation, at) => (
          <li key={citation.articleId}>
            <button
              type="button"
              class="citation"
              data-testid="citation"
              aria-expanded={open === at}
              aria-controls={open === at ? detailId : undefined}
              onClick={() => setOpen(open === at ? null : at)}
            >
              <SourceIcon />
              <span>{citation.title}</span>
            </button>
            {open === at && <Source id={detailId} citation={citation} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Source({ id, citation }: { id: string; citation: Citation }): JSX.Element {
  const { t } = useSurroundings();
  const href = safeHref(citation.url);
  return (
    <div class="source" id={id} data-testid="citation-detail">
      <p class="passage">{citation.passage ? <RichText text={citation.passage} /> : t('citationNoPassage')}</p>
      <p class="meta">
        <span>{t('citationVersion', { version: citation.version })}</span>
        {href !== null && (
          <a href={href} target="_blank" rel="noopener noreferrer">
            {t('citationOpen')}
          </a>
        )}
      </p>
    </div>
  );
}
