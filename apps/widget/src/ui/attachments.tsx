import type { WireAttachment } from '#kernel';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sizeWords } from '../lib/time.js';
import { useSurroundings } from './context.js';
import { FileIcon, ImageIcon } from './icons.js';

/** Room that a picture takes before it has come, so that nothing jumps. */
const BOX = { width: 200, height: 240 };

/** The address of a file's bytes once they are here; null before, `failed` when they cannot be had. */
export function useFileUrl(id: string, size: 'thumb' | 'full'): string | 'failed' | null {
  const { desk } = useSurroundings();
  const [url, setUrl] = useState<string | 'failed' | null>(null);
  useEffect(() => {
    let gone = false;
    setUrl(null);
    desk.files.url(id, size).then(
      (found) => gone || setUrl(found),
      () => gone || setUrl('failed'),
    );
    return () => {
      gone = true;
    };
  }, [id, size]);
  return url;
}

/** What came with a message: pictures to open, papers to keep. */
export function Attachments({ attachments }: { attachments: readonly WireAttachment[] }): JSX.Element {
  const { lightbox } = useSurroundings();
  const pictures = attachments.filter((each) => each.kind === 'image');
  const papers = attachments.filter((each) => each.kind !== 'image');
  return (
    <>
      {pictures.length > 0 && (
        <ul class={pictures.length > 1 ? 'pictures many' : 'pictures'}>
          {pictures.map((picture, at) => (
            <li key={picture.id}>
              <Thumbnail
                picture={picture}
                alone={pictures.length === 1}
                onOpen={() => lightbox.update(() => ({ pictures, first: at }))}
              />
            </li>
          ))}
        </ul>
      )}
      {papers.map((paper) => (
        <FileCard key={paper.id} file={paper} />
      ))}
    </>
  );
}

function Thumbnail(props: { picture: WireAttachment; alone: boolean; onOpen: () => void }): JSX.Element {
  const { picture, alone, onOpen } = props;
  const { t } = useSurroundings();
  const url = useFileUrl(picture.id, 'thumb');
  const [broken, setBroken] = useState(false);
  // A page whose policy forbids blob: pictures still lets the file be kept.
  if (url === 'failed' || broken) return <FileCard file={picture} />;
  const { width = BOX.width, height = BOX.height } = picture;
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  const style = alone ? { width: `${Math.round(width * scale)}px`, height: `${Math.round(height * scale)}px` } : {};
  return (
    <button
      type="button"
      class="thumbnail"
      style={style}
      data-testid="picture"
      aria-label={t('pictureOpen', { name: picture.name })}
      aria-haspopup="dialog"
      onClick={onOpen}
    >
      {url !== null && <img src={url} alt="" onError={() => setBroken(true)} />}
    </button>
  );
}

/** A paper, or a picture that cannot be shown: its name, its size, and a way to keep it. */
function FileCard({ file }: { file: WireAttachment }): JSX.Element {
  const { t, desk, locale } = useSurroundings();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const keep = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailed(false);
    try {
      const link = document.createElement('a');
      link.href = await desk.files.url(file.id, 'full');
      link.download = file.name;
      link.click();
    } catch {
      // Said under the name; another press tries again.
      setFailed(true);
    }
    setBusy(false);
  };
  return (
    <button
      type="button"
      class="file"
      data-testid="file"
      aria-disabled={busy}
      title={t('fileSave')}
      onClick={() => void keep()}
    >
      {file.kind === 'image' ? <ImageIcon /> : <FileIcon />}
      <span>
        <span class="file-name" dir="auto">
          {file.name}
        </span>
        <span class={failed ? 'file-size failure' : 'file-size'} role={failed ? 'alert' : undefined}>
          {failed ? t('fileNotHere') : sizeWords(file.size, locale)}
        </span>
      </span>
    </button>
  );
}
