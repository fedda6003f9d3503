import { useWords } from '../i18n/i18n.js';
import { useJump } from '../lib/jump.js';

interface Props {
  id: string;
  seq: number | undefined;
  children: string;
  /** Where the case covers the conversation: called after the jump. */
  close?: () => void;
}

/** A statement about the case that leads to the message it comes from. */
export function Line({ id, seq, children, close }: Props) {
  const words = useWords();
  const jump = useJump(id);
  if (seq === undefined) return <span className="line">{children}</span>;
  return (
    <button
      type="button"
      className="line line-jump"
      title={words.text('case.jump')}
      data-seq={seq}
      onClick={() => {
        close?.();
        jump(seq);
      }}
    >
      {children}
    </button>
  );
}
