import type { WeChatHandoverLink } from '#kernel';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { codePicture } from '../lib/code-picture.js';
import { safeHref } from '../lib/links.js';
import { HandoverFailed } from '../net/handover.js';
import type { DeskState } from '../state/state.js';
import { useMedia, useSurroundings } from './context.js';
import { CloseIcon, WeChatIcon } from './icons.js';

/** Whether there is something to take along, and a way there. */
export function mayMove({ front, conversation }: DeskState): boolean {
  return (
    front !== null &&
    front !== 'missing' &&
    front.wechat &&
    conversation?.channel === 'web' &&
    conversation.status !== 'resolved'
  );
}

/** The conversation goes on at WeChat: what that means for this page. */
export function ElsewhereBar({ state: { conversation } }: { state: DeskState }): JSX.Element | null {
  const { t } = useSurroundings();
  if (conversation?.channel !== 'wechat' || conversation.status === 'resolved') return null;
  return (
    <section class="bar elsewhere" role="status" data-testid="elsewhere">
      <WeChatIcon />
      <div>
        <p class="strong">{t('elsewhere')}</p>
        <p class="quiet">{t('elsewhereHint')}</p>
      </div>
    </section>
  );
}

type Way = WeChatHandoverLink & { picture: string | null };

/** What leads over: `expired` after its time. */
type Phase = { is: 'loading' } | { is: 'failed'; words?: string } | { is: 'ready' | 'expired'; way: Way };

/** The code (or, on a phone, the link) with which the conversation goes on at WeChat. Over the conversation, which waits behind it. */
export function MoveSheet({ state, onClose }: { state: DeskState; onClose: () => void }): JSX.Element {
  const { t, back } = useSurroundings();
  const { phase, again } = useWay();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => back.push(onClose), []);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);
  const queued = state.conversation?.status === 'queued';
  return (
    <div
      ref={box}
      class="move"
      data-testid="move"
      data-phase={phase.is}
      role="dialog"
      aria-modal="true"
      aria-labelledby="move-title"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <button type="button" class="round" data-testid="move-close" aria-label={t('close')} onClick={onClose}>
        <CloseIcon />
      </button>
      <h2 id="move-title">{t('moveTitle')}</h2>
      <p>{t(queued ? 'moveQueued' : 'moveBody')}</p>
      {phase.is === 'loading' && <div class="code making" role="status" aria-label={t('moveLoading')} />}
      {phase.is === 'failed' && (
        <p class="failure" role="alert">
          {phase.words ?? t('moveFailed')}
        </p>
      )}
      {(phase.is === 'ready' || phase.is === 'expired') && <Code way={phase.way} expired={phase.is === 'expired'} />}
      {(phase.is === 'failed' || phase.is === 'expired') && (
        <button type="button" class="primary" data-testid="move-again" onClick={again}>
          {t(phase.is === 'failed' ? 'failedRetry' : 'moveRenew')}
        </button>
      )}
    </div>
  );
}

function Code({ way, expired }: { way: Way; expired: boolean }): JSX.Element {
  const { t } = useSurroundings();
  // A phone cannot scan itself.
  const phone = useMedia('(pointer: coarse)');
  const inWeChat = /MicroMessenger/i.test(navigator.userAgent);
  const href = safeHref(way.url);
  return (
    <>
      {way.picture !== null && (
        <img
          class={expired ? 'code expired' : 'code'}
          src={way.picture}
          alt={t('moveCode', { name: way.name })}
          width={200}
          height={200}
          data-testid="move-code"
        />
      )}
      <p class="strong">{way.name}</p>
      {expired ? (
        <p role="status">{t('moveExpired')}</p>
      ) : (
        <>
          <p>{t(!phone ? 'moveScan' : inWeChat ? 'movePress' : way.opens ? 'moveOpens' : 'moveAlbum')}</p>
          {phone && way.opens && href && (
            <a class="primary" href={href} target="_blank" rel="noopener noreferrer" data-testid="move-open">
              {t('moveOpen')}
            </a>
          )}
          {phone && !inWeChat && !way.opens && way.picture !== null && (
            <a class="primary" href={way.picture} download="wechat.png" data-testid="move-save">
              {t('moveSave')}
            </a>
          )}
          <p class="quiet">{t('moveOnce')}</p>
        </>
      )}
    </>
  );
}

/** The way over, asked for at once and again when it is wanted. */
function useWay(): { phase: Phase; again: () => void } {
  const { desk } = useSurroundings();
  const [phase, setPhase] = useState<Phase>({ is: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let live = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let picture: string | null = null;
    const ask = async (): Promise<void> => {
      const link = await desk.handover();
      picture = await codePicture(link.qrSvg);
      if (!live) return release(picture);
      const way = { ...link, picture };
      setPhase({ is: 'ready', way });
      timer = setTimeout(() => setPhase({ is: 'expired', way }), Date.parse(link.expiresAt) - Date.now());
    };
    setPhase({ is: 'loading' });
    ask().catch((error: unknown) => {
      if (!(error instanceof HandoverFailed)) throw error;
      if (live) setPhase({ is: 'failed', words: error.words });
    });
    return () => {
      live = false;
      clearTimeout(timer);
      release(picture);
    };
  }, [round]);
  return { phase, again: () => setRound((n) => n + 1) };
}

function release(picture: string | null): void {
  if (picture !== null) URL.revokeObjectURL(picture);
}
