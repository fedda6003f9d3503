import { useSyncExternalStore, type ClipboardEvent, type DragEvent, useState } from 'react';
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#kernel';
import { useServices } from '../../context.js';
import type { Upload } from '../../desk/uploads.js';
import { useWords } from '../../i18n/i18n.js';
import { useToasts } from '../../ui/toast.js';

const MEGABYTE = 1_024 * 1_024;

export interface UploadsOfReply {
  list: readonly Upload[];
  /** Something is still on its way: the message waits for it. */
  busy: boolean;
  ready: boolean;
  /** Something lies here that the shopper's channel does not take. */
  refused: boolean;
  add: (files: readonly File[]) => void;
  /** For the element that files may be dropped on, and for the field they may be pasted into. */
  drop: {
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
  dropping: boolean;
  onPaste: (event: ClipboardEvent) => void;
}

interface May {
  /** Whoever writes may send files just now. */
  enabled: boolean;
  /** The shopper's channel takes no other files. */
  picturesOnly: boolean;
}

const isPicture = ({ type }: { type: string }): boolean => type.startsWith('image/');

/** The files that are added to the reply in a conversation. */
export function useUploads(conversationId: string, { enabled, picturesOnly }: May): UploadsOfReply {
  const words = useWords();
  const toasts = useToasts();
  const { uploads } = useServices();
  const list = useSyncExternalStore(uploads.subscribe, () => uploads.of(conversationId));
  const [dropping, setDropping] = useState(false);

  const add = (files: readonly File[]): void => {
    for (const { name } of files.filter((file) => file.size > MAX_ATTACHMENT_BYTES))
      toasts.say(words.text('upload.tooLarge', { name, max: MAX_ATTACHMENT_BYTES / MEGABYTE }));
    const fit = files.filter((file) => file.size <= MAX_ATTACHMENT_BYTES);
    const taken = picturesOnly ? fit.filter(isPicture) : fit;
    for (const { name } of fit.filter((file) => !taken.includes(file)))
      toasts.say(words.text('upload.picturesOnly', { name }));
    const left = uploads.add(conversationId, taken);
    if (left > 0) toasts.say(words.text('upload.tooMany', { max: MAX_ATTACHMENTS }));
  };
  const carriesFiles = (event: DragEvent): boolean => enabled && event.dataTransfer.types.includes('Files');

  return {
    list,
    busy: list.some((one) => one.state === 'uploading'),
    ready: list.some((one) => one.state === 'ready'),
    refused: picturesOnly && list.some(({ attachment }) => attachment !== undefined && !isPicture(attachment)),
    add,
    dropping: dropping && enabled,
    drop: {
      onDragOver: (event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setDropping(true);
      },
      onDragLeave: (event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setDropping(false);
      },
      onDrop: (event) => {
        setDropping(false);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        add([...event.dataTransfer.files]);
      },
    },
    onPaste: (event) => {
      const files = [...event.clipboardData.files];
      if (!enabled || files.length === 0) return;
      event.preventDefault();
      add(files);
    },
  };
}
