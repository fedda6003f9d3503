import { useState } from 'react';
import { useLocation } from 'wouter';
import { useServices } from '../context.js';
import { useToasts } from '../ui/toast.js';

/** Taking or passing on a conversation, with what follows on the screen. */
export function useAccept(id: string): { accept: () => void; decline: () => void; busy: boolean } {
  const { desk } = useServices();
  const toasts = useToasts();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    accept: () => {
      setBusy(true);
      desk
        .accept(id)
        .then(
          () => {
            navigate(`/c/${id}`);
            // On to the reply; not on a touch screen, where the keyboard would cover what is to be read first.
            if (!window.matchMedia('(pointer: coarse)').matches)
              requestAnimationFrame(() => document.getElementById('composer')?.focus());
          },
          (error: unknown) => toasts.fail(error),
        )
        .finally(() => setBusy(false));
    },
    decline: () => {
      desk.decline(id).catch((error: unknown) => toasts.fail(error));
    },
  };
}
