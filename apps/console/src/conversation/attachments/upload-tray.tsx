import { FileText, Paperclip, RotateCw, X } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useServices } from '../../context.js';
import type { Upload } from '../../desk/uploads.js';
import { sentenceOf, useWords } from '../../i18n/i18n.js';
import { IconButton } from '../../ui/button.js';
import { useAttachmentUrl } from './use-attachment-url.js';

const PICTURES = 'image/jpeg,image/png,image/webp,image/gif';

/** Opens the system's choice of files. */
export function AttachButton(props: { add: (files: readonly File[]) => void; picturesOnly: boolean }) {
  const words = useWords();
  const label = words.text(props.picturesOnly ? 'upload.addPictures' : 'upload.add');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon={Paperclip} label={label} data-testid="attach" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={props.picturesOnly ? PICTURES : `${PICTURES},application/pdf`}
        aria-label={label}
        data-testid="attach-input"
        onChange={(event) => {
          props.add([...(event.target.files ?? [])]);
          // The same file may be chosen again after it was removed.
          event.target.value = '';
        }}
      />
    </>
  );
}

/** What will go along with the reply: small pictures with their progress, each with a way out and, if it failed, another try. */
export function UploadTray({ conversationId, list }: { conversationId: string; list: readonly Upload[] }) {
  const words = useWords();
  if (list.length === 0) return null;
  return (
    <ul className="upload-tray" aria-label={words.text('upload.list')}>
      {list.map((one) => (
        <Tile key={one.key} conversationId={conversationId} upload={one} />
      ))}
    </ul>
  );
}

function Tile({ conversationId, upload }: { conversationId: string; upload: Upload }) {
  const words = useWords();
  const { uploads } = useServices();
  const { key, name, state, progress, error } = upload;
  return (
    <li className={`upload upload-${state}`} data-testid="upload" data-state={state}>
      <Preview upload={upload} />
      <span className="upload-name clip" title={name}>
        {name}
      </span>
      {state === 'uploading' && (
        <progress max={1} value={progress} aria-label={words.text('upload.uploading', { name })} />
      )}
      {state === 'failed' && (
        <span className="upload-why tone-danger" role="alert">
          {sentenceOf(error, words)}
        </span>
      )}
      <span className="upload-actions">
        {state === 'failed' && upload.file !== undefined && (
          <IconButton
            icon={RotateCw}
            label={words.text('upload.retry', { name })}
            onClick={() => uploads.retry(conversationId, key)}
          />
        )}
        <IconButton
          icon={X}
          label={words.text('upload.remove', { name })}
          data-testid="upload-remove"
          onClick={() => uploads.remove(conversationId, key)}
        />
      </span>
    </li>
  );
}

function Preview({ upload: { file, attachment } }: { upload: Upload }) {
  if (file?.type.startsWith('image/') === true) return <LocalPicture file={file} />;
  if (attachment?.kind === 'image') return <StoredPicture id={attachment.id} />;
  return <FileText className="upload-preview" size={22} aria-hidden />;
}

/** The file itself, before the server has it. The object URL lives as long as the element. */
function LocalPicture({ file }: { file: File }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(file);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  return <img ref={show} className="upload-preview" alt="" />;
}

function StoredPicture({ id }: { id: string }) {
  const picture = useAttachmentUrl(id, 'thumb');
  return picture.state === 'ready' ? <img className="upload-preview" src={picture.url} alt="" /> : null;
}
