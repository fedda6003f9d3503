import { Download, FileText, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { WireAttachment } from '#kernel';
import { useServices } from '../../context.js';
import { useWords } from '../../i18n/i18n.js';
import { useToasts } from '../../ui/toast.js';
import { Lightbox } from './lightbox.js';
import { fileSize } from './file-size.js';
import { useAttachmentUrl } from './use-attachment-url.js';

const WIDEST_PX = 240;
const HIGHEST_PX = 200;

/** The pictures and files of a message. Pictures open large, with the others of the message a key away. */
export function AttachmentList({ attachments }: { attachments: readonly WireAttachment[] }) {
  const [shown, setShown] = useState<number>();
  const pictures = attachments.filter((one) => one.kind === 'image');
  return (
    <div className="attachments">
      {attachments.map((one) =>
        one.kind === 'image' ? (
          <Picture key={one.id} attachment={one} open={() => setShown(pictures.indexOf(one))} />
        ) : (
          <FileCard key={one.id} attachment={one} />
        ),
      )}
      <Lightbox pictures={pictures} shown={shown} show={setShown} />
    </div>
  );
}

/** As large as it will be from the start, so that nothing jumps when it comes. */
function shownSize({ width = WIDEST_PX, height = HIGHEST_PX }: WireAttachment): { width: number; height: number } {
  const scale = Math.min(1, WIDEST_PX / width, HIGHEST_PX / height);
  return { width: Math.max(32, Math.round(width * scale)), height: Math.max(32, Math.round(height * scale)) };
}

function Picture({ attachment, open }: { attachment: WireAttachment; open: () => void }) {
  const words = useWords();
  const picture = useAttachmentUrl(attachment.id, 'thumb');
  const size = shownSize(attachment);
  if (picture.state === 'failed')
    return (
      <button type="button" className="picture picture-failed" style={size} onClick={picture.retry}>
        <RotateCw size={16} aria-hidden />
        {words.text('attachment.failed', { name: attachment.name })}
      </button>
    );
  return (
    <button
      type="button"
      className="picture"
      data-testid="picture"
      data-state={picture.state}
      style={size}
      aria-label={words.text('attachment.open', { name: attachment.name })}
      onClick={open}
    >
      {picture.state === 'ready' && <img src={picture.url} alt={attachment.name} {...size} />}
    </button>
  );
}

function FileCard({ attachment }: { attachment: WireAttachment }) {
  const words = useWords();
  const toasts = useToasts();
  const { files } = useServices();
  const [busy, setBusy] = useState(false);
  const { id, name, size } = attachment;
  const download = (): void => {
    setBusy(true);
    files
      .url(id, 'full')
      .then((url) => save(url, name))
      .catch((error: unknown) => toasts.fail(error))
      .finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      className="file-card"
      data-testid="file-card"
      aria-busy={busy || undefined}
      disabled={busy}
      title={words.text('attachment.download', { name })}
      onClick={download}
    >
      <FileText size={22} aria-hidden />
      <span className="file-card-name clip">{name}</span>
      <span className="tone-quiet">{fileSize(size, words.locale)}</span>
      <Download size={16} aria-hidden />
    </button>
  );
}

/** Saved, never opened: what is in a file is not for a page of ours. */
function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
