import type { WireMessage } from '#kernel';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useSurroundings } from './context.js';
import { CheckIcon, ThumbIcon } from './icons.js';

/** Asked once, small, under an answer: did it help? When it did not, a person or other words are near. */
export function Opinion({ message, newest }: { message: WireMessage; newest: boolean }): JSX.Element | null {
  const { t, desk, focusInput } = useSurroundings();
  const [justNow, setJustNow] = useState(false);
  if (message.outcome !== 'answered') return null;
  const rate = (helpful: boolean): void => {
    setJustNow(true);
    void desk.rateAnswer(message, helpful);
  };
  if (message.helpful === undefined) {
    if (!newest) return null;
    return (
      <div class="opinion" role="group" aria-label={t('helpfulAsk')} data-testid="opinion">
        <span>{t('helpfulAsk')}</span>
        <button type="button" data-testid="helpful" aria-label={t('helpfulYes')} onClick={() => rate(true)}>
          <ThumbIcon />
        </button>
        <button
          type="button"
          class="down"
          data-testid="unhelpful"
          aria-label={t('helpfulNo')}
          onClick={() => rate(false)}
        >
          <ThumbIcon />
        </button>
      </div>
    );
  }
  return (
    <div class="opinion given" data-testid="opinion" data-helpful={message.helpful}>
      <p role="status">
        <CheckIcon />
        {t(message.helpful ? 'helpfulThanks' : 'unhelpfulThanks')}
      </p>
      {!message.helpful && newest && justNow && (
        <ul>
          <li>
            <button type="button" class="choice" data-testid="unhelpful-human" onClick={() => void desk.requestHuman()}>
              {t('abstainedHuman')}
            </button>
          </li>
          <li>
            <button type="button" class="choice" data-testid="unhelpful-rephrase" onClick={focusInput}>
              {t('unhelpfulRephrase')}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}
