import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useSurroundings } from './context.js';
import { CheckIcon, Face } from './icons.js';
import type { MessageKey } from '../lib/words.js';

const SCORES: readonly (readonly [number, MessageKey])[] = [
  [1, 'survey1'],
  [2, 'survey2'],
  [3, 'survey3'],
  [4, 'survey4'],
  [5, 'survey5'],
];

/** After the end: five faces, a comment if one likes. */
export function Survey(): JSX.Element {
  const { t, desk } = useSurroundings();
  const [score, setScore] = useState<number | null>(null);
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (score === null || busy) return;
    setBusy(true);
    await desk.rate(score, comment);
    setBusy(false);
  };
  return (
    <form class="survey" data-testid="survey" onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>{t('surveyTitle')}</legend>
        <div class="faces">
          {SCORES.map(([value, key]) => (
            <label key={value} class={score === value ? 'chosen' : ''}>
              <input
                type="radio"
                name="score"
                value={value}
                data-testid={`score-${value}`}
                checked={score === value}
                onChange={() => setScore(value)}
              />
              <Face score={value} />
              <span>{t(key)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {score !== null && (
        <>
          <textarea
            rows={2}
            maxLength={1000}
            aria-label={t('surveyComment')}
            placeholder={t('surveyComment')}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="primary" data-testid="survey-submit" aria-disabled={busy}>
            {t('surveySubmit')}
          </button>
        </>
      )}
    </form>
  );
}

export function SurveyThanks(): JSX.Element {
  const { t } = useSurroundings();
  return (
    <p class="notice" role="status" data-testid="survey-thanks">
      <CheckIcon />
      <span>{t('surveyThanks')}</span>
    </p>
  );
}
