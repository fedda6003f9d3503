import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../context.js';
import type { PictureSize } from '../../desk/attachment-files.js';

type Loaded = { state: 'loading' } | { state: 'ready'; url: string } | { state: 'failed'; error: unknown };

/** An attachment's bytes as an object URL, and a way to try again. */
export function useAttachmentUrl(id: string, size: PictureSize): Loaded & { retry: () => void } {
  const { files } = useServices();
  const [loaded, setLoaded] = useState<{ of: string; result: Loaded }>();
  const [attempt, setAttempt] = useState(0);
  const of = `${id}.${size}.${attempt}`;
  useEffect(() => {
    let gone = false;
    files.url(id, size).then(
      (url) => !gone && setLoaded({ of, result: { state: 'ready', url } }),
      (error: unknown) => !gone && setLoaded({ of, result: { state: 'failed', error } }),
    );
    return () => {
      gone = true;
    };
  }, [files, id, size, of]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  const result: Loaded = loaded?.of === of ? loaded.result : { state: 'loading' };
  return { ...result, retry };
}
