import type { JSX } from 'preact';
import { useSurroundings } from './context.js';
import { AssistantIcon } from './icons.js';

/** First sight: who answers, that a person is near, and what others ask. */
export function Greeting(): JSX.Element {
  const { t, desk, options } = useSurroundings();
  const questions = options.questions ?? [t('quick1'), t('quick2'), t('quick3'), t('quick4')];
  return (
    <div class="greeting">
      <span class="avatar large" aria-hidden="true">
        <AssistantIcon />
      </span>
      <h2>{t('greetingTitle')}</h2>
      <p>{t('greetingBody')}</p>
      {questions.length > 0 && (
        <>
          <h3>{t('quickTitle')}</h3>
          <ul class="quick">
            {questions.slice(0, 4).map((question) => (
              <li key={question}>
                <button type="button" class="choice" data-testid="quick" onClick={() => desk.send(question)}>
                  {question}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The shape of a conversation while it is fetched. */
export function Skeleton(): JSX.Element {
  const { t } = useSurroundings();
  return (
    <div class="skeleton" role="status" aria-label={t('loading')}>
      <i class="left" />
      <i class="right" />
      <i class="left long" />
    </div>
  );
}
