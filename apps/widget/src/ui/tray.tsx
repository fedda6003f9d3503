import type { JSX } from 'preact';
import type { TrayFile } from '../net/tray.js';
import { useFileUrl } from './attachments.js';
import { useStore, useSurroundings } from './context.js';
import { CloseIcon, FileIcon, ImageIcon, RetryIcon } from './icons.js';

/** What is about to be sent along, above the field. */
export function TrayList(): JSX.Element | null {
  const { t, desk } = useSurroundings();
  const files = useStore(desk.tray.store);
  if (files.length === 0) return null;
  return (
    <ul class="tray" aria-label={t('trayLabel')}>
      {files.map((file) => (
        <TrayItem key={file.key} file={file} />
      ))}
    </ul>
  );
}

function TrayItem({ file }: { file: TrayFile }): JSX.Element {
  const { t, desk } = useSurroundings();
  const words =
    file.state === 'failed'
      ? (file.reason ?? t('fileFailed'))
      : file.state === 'uploading'
        ? t('fileProgress', { percent: Math.round(file.progress * 100) })
        : file.name;
  return (
    <li class={`tray-item ${file.state}`} data-testid="tray-item" data-state={file.state} title={file.name}>
      {file.uploaded && file.kind === 'image' ? (
        <Preview id={file.uploaded.id} name={file.name} />
      ) : file.kind === 'image' ? (
        <ImageIcon />
      ) : (
        <FileIcon />
      )}
      {(file.kind !== 'image' || file.state !== 'done') && (
        <span class="tray-words" role={file.state === 'failed' ? 'alert' : undefined}>
          {words}
        </span>
      )}
      {file.state === 'uploading' && (
        <progress max={1} value={file.progress} aria-label={t('fileSending', { name: file.name })} />
      )}
      {file.state === 'failed' && !file.hopeless && (
        <button
          type="button"
          class="tray-retry"
          data-testid="tray-retry"
          aria-label={t('fileRetry', { name: file.name })}
          onClick={() => desk.tray.retry(file.key)}
        >
          <RetryIcon />
        </button>
      )}
      <button
        type="button"
        class="tray-remove"
        data-testid="tray-remove"
        aria-label={t('fileRemove', { name: file.name })}
        onClick={() => desk.tray.remove(file.key)}
      >
        <CloseIcon />
      </button>
    </li>
  );
}

function Preview({ id, name }: { id: string; name: string }): JSX.Element {
  const url = useFileUrl(id, 'thumb');
  return url !== null && url !== 'failed' ? <img src={url} alt={name} /> : <ImageIcon />;
}
