import { useHistoryState } from 'wouter/use-browser-location';
import { useLocation, useSearch } from 'wouter';

interface JumpState {
  jump: number;
}

export interface JumpTarget {
  seq: number;
  /** Differs from jump to jump, also to the same message. */
  stamp: number;
}

/** Where a link in the address (`?seq=12`) points within the open conversation. */
export function useJumpTarget(): JumpTarget | undefined {
  const seq = Number(new URLSearchParams(useSearch()).get('seq'));
  const state = useHistoryState<JumpState | null>();
  return Number.isInteger(seq) && seq > 0 ? { seq, stamp: state?.jump ?? 0 } : undefined;
}

/** Goes to a message; the address then points to it and can be passed on. */
export function useJump(id: string): (seq: number) => void {
  const [, navigate] = useLocation();
  return (seq) => navigate(`/c/${id}?seq=${seq}`, { replace: true, state: { jump: Date.now() } satisfies JumpState });
}
