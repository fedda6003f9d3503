import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { useSettled } from '../lib/hooks.js';
import { markWords } from './marks.js';
import { Part } from './parts.js';
import type { HandoffSettings } from '#kernel';
import type { TriedTurn } from './types.js';
import { useSettingsApi } from './use-settings.js';

const SETTLED_MS = 350;

/** A text and the settings as they stand in the form, saved or not: what would become of it. */
export function TryIt({ settings }: { settings: HandoffSettings }) {
  const words = useWords();
  const api = useSettingsApi();
  const [text, setText] = useState('');
  const [earlier, setEarlier] = useState('');
  const [tier, setTier] = useState('');
  const lines = earlier
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-10);
  const input = useSettled(
    JSON.stringify({ text: text.trim(), earlier: lines, tier: tier.trim(), settings }),
    SETTLED_MS,
  );
  const parsed = JSON.parse(input) as { text: string; earlier: string[]; tier: string; settings: HandoffSettings };
  const { tier: wantedTier, ...rest } = parsed;
  const tried = useQuery({
    queryKey: ['try-policy', words.locale, input],
    queryFn: ({ signal }) => api.tryPolicy({ ...rest, ...(wantedTier === '' ? {} : { tier: wantedTier }) }, signal),
    enabled: parsed.text !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const turns = parsed.text === '' ? [] : (tried.data ?? []);
  return (
    <Part title={words.text('try.title')} hint={words.text('try.hint')}>
      <div className="try">
        <div className="try-input">
          <label className="field">
            <span>{words.text('try.text')}</span>
            <textarea
              rows={2}
              maxLength={4_000}
              value={text}
              placeholder={words.text('try.example')}
              data-testid="try-text"
              onChange={({ target }) => setText(target.value)}
            />
          </label>
          <details>
            <summary>{words.text('try.more')}</summary>
            <label className="field">
              <span>{words.text('try.earlier')}</span>
              <textarea
                rows={3}
                value={earlier}
                placeholder={words.text('try.earlierHint')}
                data-testid="try-earlier"
                onChange={({ target }) => setEarlier(target.value)}
              />
            </label>
            <label className="field">
              <span>{words.text('try.tier')}</span>
              <input value={tier} maxLength={40} onChange={({ target }) => setTier(target.value)} />
            </label>
          </details>
        </div>
        <div className="try-result" role="status" aria-busy={tried.isFetching} data-testid="try-result">
          {tried.isError ? (
            <p className="tone-danger">{sentenceOf(tried.error, words)}</p>
          ) : turns.length === 0 ? (
            <p className="tone-quiet try-empty">
              <FlaskConical size={20} aria-hidden />
              {words.text('try.empty')}
            </p>
          ) : (
            turns.map((turn, at) => <Turn key={at} turn={turn} />)
          )}
        </div>
      </div>
    </Part>
  );
}

function Turn({ turn }: { turn: TriedTurn }) {
  const words = useWords();
  const { decision, severity, skill, reasons } = turn.handoff;
  const pieces = markWords(
    turn.text,
    reasons.map(({ evidence }) => evidence),
  );
  return (
    <article className="try-turn" data-decision={decision}>
      <p className="try-words">
        {pieces.map((piece, at) => (piece.marked ? <mark key={at}>{piece.text}</mark> : piece.text))}
      </p>
      <p className="try-verdict">
        <strong className={decision ? 'tone-danger' : ''}>
          {words.text(decision ? 'try.handedOver' : 'try.stays')}
        </strong>
        {decision ? (
          <>
            <span className={`tag tag-${severity}`}>{words.text(`severity.${severity}`)}</span>
            <span className="tag">{words.named('skill', skill)}</span>
          </>
        ) : (
          <span className="tone-quiet">
            {words.text(`tried.${turn.outcome}`)}
            {turn.article !== undefined && ` · ${turn.article}`}
            {turn.confidence !== undefined && ` · ${turn.confidence.toFixed(2)}`}
          </span>
        )}
      </p>
      {reasons.length > 0 && (
        <ul className="try-reasons">
          {reasons.map((reason, at) => (
            <li key={at}>
              <strong>{ruleName(reason.rule, words.named)}</strong>
              <q>{reason.evidence}</q>
              <span className="tone-quiet">{reason.score.toFixed(2)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="tone-quiet try-mood">
        {words.text('try.read', {
          mood: words.text(`mood.${turn.sentiment.label}`),
          anger: turn.sentiment.anger.toFixed(2),
          intent: words.named('intent', turn.intent.label),
        })}
      </p>
    </article>
  );
}

/** `risk:legal` is a risk, by its topic. */
export function ruleName(rule: string, named: (area: string, name: string) => string): string {
  const [kind = '', topic] = rule.split(':');
  const known = named('rule', kind);
  return topic === undefined || topic === 'words' ? known : `${known} · ${named('topic', topic)}`;
}
