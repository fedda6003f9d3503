import type { WidgetFront } from '#kernel';
import type { JSX } from 'preact';
import type { DeskState } from '../state/state.js';
import { useSurroundings } from './context.js';
import { AssistantIcon } from './icons.js';
import { Nearness } from './nearness.js';

const QUESTIONS = 4;

/** First sight: who answers, that a person is near, and what others ask at this hour. */
export function Greeting({ front }: { front: DeskState['front'] }): JSX.Element {
  const { t } = useSurroundings();
  const known = front === 'missing' ? null : front;
  return (
    <div class="greeting">
      <span class="avatar large" aria-hidden="true">
        <AssistantIcon />
      </span>
      <h2>{known?.look.greeting ?? t('greetingTitle')}</h2>
      <p>{t('greetingBody')}</p>
      {known !== null && <Nearness people={known.people} />}
      <Questions front={front} />
    </div>
  );
}

/** The tag's own questions win; without a word from the desk the usual ones serve. While it is asked, their room is kept. */
function Questions({ front }: { front: DeskState['front'] }): JSX.Element | null {
  const { t, desk, options } = useSurroundings();
  const questions = options.questions ?? titles(front) ?? [t('quick1'), t('quick2'), t('quick3'), t('quick4')];
  const waiting = options.questions === undefined && front === null;
  if (questions.length === 0) return null;
  return (
    <>
      <h3>{t('quickTitle')}</h3>
      <ul class={waiting ? 'quick waiting' : 'quick'} aria-busy={waiting}>
        {questions.slice(0, QUESTIONS).map((question) => (
          <li key={question}>
            {waiting ? (
              <i class="choice" />
            ) : (
              <button type="button" class="choice" data-testid="quick" onClick={() => desk.choose(question)}>
                {question}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function titles(front: DeskState['front']): string[] | undefined {
  return front === null || front === 'missing'
    ? undefined
    : (front satisfies WidgetFront).questions.map((each) => each.title);
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
