import type { WireAttachment } from '#kernel';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useFileUrl } from './attachments.js';
import { useStore, useSurroundings, type Shown } from './context.js';
import { CloseIcon, DownloadIcon, NextIcon } from './icons.js';

export function LightboxPlace(): JSX.Element | null {
  const { lightbox } = useSurroundings();
  const shown = useStore(lightbox);
  return shown === null ? null : <Lightbox {...shown} onClose={() => lightbox.update(() => null)} />;
}

/** A picture over everything: closed by Escape, the back gesture, a tap beside it or its button; arrows go on. */
function Lightbox({ pictures, first, onClose }: Shown & { onClose: () => void }): JSX.Element | null {
  const { t, back } = useSurroundings();
  const [at, setAt] = useState(first);
  const box = useRef<HTMLDivElement>(null);
  const picture = pictures[at];
  useLayoutEffect(() => back.push(onClose), []);
  useEffect(() => {
    const root = box.current?.getRootNode() as ShadowRoot | undefined;
    const former = root?.activeElement;
    box.current?.focus();
    return () => (former instanceof HTMLElement ? former.focus({ preventScroll: true }) : undefined);
  }, []);
  if (picture === undefined) return null;
  const turn = (step: number): void => setAt((now) => (now + step + pictures.length) % pictures.length);
  return (
    <div
      ref={box}
      class="lightbox"
      data-testid="lightbox"
      role="dialog"
      aria-modal="true"
      aria-label={t('pictureOf', { name: picture.name, at: at + 1, all: pictures.length })}
      tabIndex={-1}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
        else if (event.key === 'ArrowRight') turn(1);
        else if (event.key === 'ArrowLeft') turn(-1);
        else if (event.key === 'Tab') keepFocus(event);
      }}
    >
      <Picture key={picture.id} picture={picture} />
      <div class="lightbox-bar">
        <SaveLink picture={picture} />
        <button type="button" class="round" data-testid="lightbox-close" aria-label={t('close')} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      {pictures.length > 1 && (
        <>
          <button type="button" class="round turn former" aria-label={t('pictureFormer')} onClick={() => turn(-1)}>
            <NextIcon />
          </button>
          <button type="button" class="round turn next" aria-label={t('pictureNext')} onClick={() => turn(1)}>
            <NextIcon />
          </button>
        </>
      )}
    </div>
  );
}

function Picture({ picture }: { picture: WireAttachment }): JSX.Element {
  const { t } = useSurroundings();
  // What is there already is shown at once; the whole picture takes its place.
  const thumb = useFileUrl(picture.id, 'thumb');
  const full = useFileUrl(picture.id, 'full');
  const url = full !== null && full !== 'failed' ? full : thumb;
  if (url === 'failed') return <p role="alert">{t('fileNotHere')}</p>;
  if (url === null) return <p role="status">{t('pictureLoading')}</p>;
  return <img src={url} alt={picture.name} width={picture.width} height={picture.height} />;
}

function SaveLink({ picture }: { picture: WireAttachment }): JSX.Element | null {
  const { t } = useSurroundings();
  const url = useFileUrl(picture.id, 'full');
  if (url === null || url === 'failed') return null;
  return (
    <a class="round" href={url} download={picture.name} aria-label={t('fileSave')} title={t('fileSave')}>
      <DownloadIcon />
    </a>
  );
}

/** Tab stays among the picture's own buttons. */
function keepFocus(event: KeyboardEvent): void {
  const box = event.currentTarget as HTMLElement;
  const stops = [...box.querySelectorAll<HTMLElement>('button, a')];
  const active = (box.getRootNode() as ShadowRoot).activeElement;
  const at = stops.findIndex((each) => each === active);
  const next = event.shiftKey ? at - 1 : at + 1;
  event.preventDefault();
  stops[(next + stops.length) % stops.length]?.focus();
}
