import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import { Button } from './button.js';

/** The shape of what is coming, while it comes. */
export function Skeleton({ rows, kind }: { rows: number; kind: 'list' | 'chat' | 'text' }) {
  const words = useWords();
  return (
    <div className={`skeleton skeleton-${kind}`} role="status" aria-label={words.text('state.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton-row" />
      ))}
    </div>
  );
}

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  hint?: string;
  children?: ReactNode;
}

/** Nothing here, and what to do about it. */
export function Empty({ icon: Icon, title, hint, children }: EmptyProps) {
  return (
    <div className="empty">
      <Icon size={28} aria-hidden />
      <p className="empty-title">{title}</p>
      {hint !== undefined && <p className="empty-hint">{hint}</p>}
      {children}
    </div>
  );
}

/** What happened, what to do, and a way to do it. */
export function Failure({ error, retry, title }: { error: unknown; retry: () => void; title: string }) {
  const words = useWords();
  return (
    <div className="empty" role="alert">
      <CircleAlert size={28} aria-hidden className="tone-danger" />
      <p className="empty-title">{title}</p>
      <p className="empty-hint">{sentenceOf(error, words)}</p>
      <Button onClick={retry}>{words.text('action.retry')}</Button>
    </div>
  );
}
