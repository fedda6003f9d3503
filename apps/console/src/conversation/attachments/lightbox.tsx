import { ChevronLeft, ChevronRight, Download, RotateCw } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { WireAttachment } from '#kernel';
import { useWords } from '../../i18n/i18n.js';
import { Button, IconButton } from '../../ui/button.js';
import { Modal } from '../../ui/dialog.js';
import { useAttachmentUrl } from './use-attachment-url.js';

interface Props {
  pictures: readonly WireAttachment[];
  /** Which one is shown large; undefined: none. */
  shown: number | undefined;
  show: (index: number | undefined) => void;
}

/** A picture as large as the window; arrow keys go to the others, Escape closes. */
export function Lightbox({ pictures, shown, show }: Props) {
  const words = useWords();
  const picture = shown === undefined ? undefined : pictures[shown];
  if (picture === undefined || shown === undefined) return null;
  const step = (by: number): void => show((shown + by + pictures.length) % pictures.length);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (pictures.length < 2 || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    step(event.key === 'ArrowLeft' ? -1 : 1);
  };
  return (
    <Modal
      open
      onOpenChange={(open) => {
        if (!open) show(undefined);
      }}
      title={picture.name}
      className="lightbox"
    >
      <div className="lightbox-stage" data-testid="lightbox" onKeyDown={onKeyDown}>
        <Large key={picture.id} picture={picture} />
      </div>
      {pictures.length > 1 && (
        <footer className="lightbox-foot" onKeyDown={onKeyDown}>
          <IconButton icon={ChevronLeft} label={words.text('attachment.previous')} onClick={() => step(-1)} />
          <span aria-live="polite">{words.text('attachment.place', { at: shown + 1, of: pictures.length })}</span>
          <IconButton icon={ChevronRight} label={words.text('attachment.next')} onClick={() => step(1)} />
        </footer>
      )}
    </Modal>
  );
}

function Large({ picture }: { picture: WireAttachment }) {
  const words = useWords();
  const large = useAttachmentUrl(picture.id, 'full');
  const small = useAttachmentUrl(picture.id, 'thumb');
  if (large.state === 'failed')
    return (
      <Button icon={RotateCw} onClick={large.retry}>
        {words.text('attachment.failed', { name: picture.name })}
      </Button>
    );
  const shown = large.state === 'ready' ? large : small;
  return (
    <>
      {shown.state === 'ready' ? (
        <img
          src={shown.url}
          alt={picture.name}
          width={picture.width}
          height={picture.height}
          aria-busy={large.state !== 'ready' || undefined}
        />
      ) : (
        <div className="skeleton lightbox-waiting" aria-busy />
      )}
      {large.state === 'ready' && (
        <a className="button button-quiet" href={large.url} download={picture.name}>
          <Download size={16} aria-hidden />
          <span className="button-label">{words.text('attachment.save')}</span>
        </a>
      )}
    </>
  );
}
