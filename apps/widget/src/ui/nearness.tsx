import type { WidgetFront } from '#kernel';
import type { JSX } from 'preact';
import { waitWords } from '../lib/time.js';
import type { Translate } from '../lib/words.js';
import { useSurroundings } from './context.js';
import { PersonIcon } from './icons.js';

/** How near a person is, honestly: the wait as a range, or that nobody is there now. */
export function nearnessWords(people: WidgetFront['people'], t: Translate, clock: (iso: string) => string): string {
  if (people.open && people.etaSeconds !== null) return waitWords(people.etaSeconds, t);
  return people.opensAt === undefined ? t('peopleAway') : t('peopleFrom', { time: clock(people.opensAt) });
}

export function Nearness({ people }: { people: WidgetFront['people'] }): JSX.Element {
  const { t, times } = useSurroundings();
  const here = people.open && people.etaSeconds !== null;
  return (
    <p class={here ? 'nearness here' : 'nearness'} data-testid="nearness">
      <PersonIcon />
      <span>
        {t('people')} <span class="quiet">{nearnessWords(people, t, times.soon)}</span>
      </span>
    </p>
  );
}

/** The same in two or three words, for the button itself. */
export function shortWait(people: WidgetFront['people'], t: Translate): string {
  if (!people.open || people.etaSeconds === null) return t('peopleAwayShort');
  const minutes = Math.ceil(people.etaSeconds[1] / 60);
  return minutes <= 1 ? t('etaShortMinute') : t('etaShort', { minutes });
}
