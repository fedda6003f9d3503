import type { JSX } from 'preact';
import { waitWords } from '../lib/time.js';
import type { DeskState } from '../state/state.js';
import { useSurroundings } from './context.js';
import { mayMove } from './wechat.js';
import { AlertIcon, PersonIcon } from './icons.js';

/** While the shopper waits for a person: place, honest range, what to do meanwhile, and the way back. */
export function QueueBar({ state, onMove }: { state: DeskState; onMove: () => void }): JSX.Element | null {
  const { t, desk } = useSurroundings();
  const { conversation, queue } = state;
  if (conversation?.status !== 'queued') return null;
  const place =
    queue === null
      ? t('queueUnknown')
      : queue.position <= 1
        ? t('queueNext')
        : t('queuePlace', { position: queue.position });
  return (
    <section class="bar queue" data-testid="queue" aria-label={t('statusQueued')}>
      <span class="avatar person" aria-hidden="true">
        <PersonIcon />
      </span>
      <div>
        <p class="strong" role="status">
          <span>{place}</span> <span class="quiet">{waitWords(queue?.etaSeconds ?? null, t)}</span>
        </p>
        <p class="quiet">{t('queueMeanwhile')}</p>
        <button
          type="button"
          class="link"
          data-testid="queue-leave"
          aria-disabled={state.leavingQueue}
          onClick={() => void desk.leaveQueue()}
        >
          {t('queueLeave')}
        </button>
        {mayMove(state) && (
          <button type="button" class="link" data-testid="queue-move" onClick={onMove}>
            {t('queueMove')}
          </button>
        )}
      </div>
    </section>
  );
}

/** The line is lost, or there never was one: what happened and what still works. */
export function ConnectionBar({ state }: { state: DeskState }): JSX.Element | null {
  const { t, desk } = useSurroundings();
  if (state.connection === 'ready' || state.connection === 'connecting') return null;
  const never = state.connection === 'unreachable';
  return (
    <section class="bar warning" role="status" data-testid="offline">
      <AlertIcon />
      <div>
        <p class="strong">{t(never ? 'failedTitle' : 'offlineTitle')}</p>
        <p class="quiet">{t(never ? 'failedBody' : 'offlineBody')}</p>
      </div>
      <button type="button" class="link" onClick={() => desk.retryNow()}>
        {t('failedRetry')}
      </button>
    </section>
  );
}

export function Remark({ words }: { words: string | null }): JSX.Element {
  return (
    <div class="remark" role="status" data-testid="remark">
      {words}
    </div>
  );
}
