import { useEffect, useMemo, useRef } from 'react';
import { useServices } from '../context.js';

const REPEAT_MS = 3_000;
const IDLE_MS = 5_000;

/** Tells the shopper that somebody writes: repeated while it goes on, ended after a pause, a send or when the field is left. */
export function useTypingSignal(id: string): { typed: () => void; stop: () => void } {
  const { desk } = useServices();
  const state = useRef<{ saidAt: number; timer?: ReturnType<typeof setTimeout> }>({ saidAt: 0 });
  const signal = useMemo(() => {
    const stop = (): void => {
      clearTimeout(state.current.timer);
      if (state.current.saidAt === 0) return;
      state.current.saidAt = 0;
      desk.typing(id, false);
    };
    const typed = (): void => {
      clearTimeout(state.current.timer);
      state.current.timer = setTimeout(stop, IDLE_MS);
      if (Date.now() - state.current.saidAt < REPEAT_MS) return;
      state.current.saidAt = Date.now();
      desk.typing(id, true);
    };
    return { typed, stop };
  }, [desk, id]);
  useEffect(() => signal.stop, [signal]);
  return signal;
}
