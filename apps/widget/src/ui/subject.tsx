import type { JSX } from 'preact';
import type { DeskState } from '../state/state.js';
import { useSurroundings } from './context.js';
import { CloseIcon, TagIcon } from './icons.js';

/** What the question is about, as the page has said: sent along, shown to agents, and the shopper can take it away. */
export function Subject({ state }: { state: DeskState }): JSX.Element | null {
  const { t, desk } = useSurroundings();
  const { subject } = state;
  if (!subject?.productId && !subject?.orderNo) return null;
  const words = subject.orderNo
    ? t('subjectOrder', { orderNo: subject.orderNo })
    : t('subjectProduct', { title: subject.title ?? subject.productId ?? '' });
  return (
    <p class="subject" data-testid="subject">
      <TagIcon />
      <span dir="auto">{words}</span>
      <button
        type="button"
        aria-label={t('subjectRemove')}
        title={t('subjectRemove')}
        onClick={() => desk.setSubject(null)}
      >
        <CloseIcon />
      </button>
    </p>
  );
}
