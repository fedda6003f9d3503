import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useDesk, useServices } from '../context.js';
import type { OpenCase } from '../desk/desk-state.js';
import { isHandoff, rowOfSeq, timeline, type Row } from '../desk/timeline.js';
import { firstOf } from '../desk/transcript.js';
import { dayKey } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { useJumpTarget } from '../lib/jump.js';
import { Button } from '../ui/button.js';
import { useToasts } from '../ui/toast.js';
import { RowView } from './row-view.js';

interface Props {
  id: string;
  open: OpenCase;
  name: string;
}

/** Closer to the end than this counts as reading along. */
const AT_END_PX = 80;
const FLASH_MS = 1_800;
/** Earlier messages are fetched when so few rows are left above. */
const FETCH_FROM_ROW = 12;
const RETRY_MS = 5_000;

const ESTIMATE_PX: Record<Row['kind'], number> = {
  day: 36,
  message: 72,
  handoff: 96,
  notice: 34,
  note: 72,
  earlier: 40,
  gap: 40,
  unread: 30,
  growing: 72,
  pending: 72,
  pendingNote: 72,
};

/**
 * The history, of any length. It follows the end while the agent is there, and stands still while they read further up:
 * what arrives is then told by a pill. Jumps open what is folded.
 */
export function TranscriptView({ id, open, name }: Props) {
  const words = useWords();
  const { desk } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [atEnd, setAtEnd] = useState(true);
  const [flash, setFlash] = useState<number>();
  // What was read when the conversation was opened; the line stays there while it is open.
  const [unreadAfterSeq] = useState(() => desk.state().read[id]);
  const readSeq = useDesk((state) => state.read[id] ?? 0);

  const rows = useMemo(
    () =>
      timeline({
        transcript: open.transcript,
        notes: open.notes,
        pendingNotes: open.pendingNotes,
        reasons: open.reasons,
        opened,
        unreadAfterSeq,
        dayOf: dayKey,
      }),
    [open, opened, unreadAfterSeq],
  );

  const fetchEarlier = useEarlier(id, open);
  const placed = useRef(false);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ESTIMATE_PX[rows[index]?.kind ?? 'message'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingStart: 12,
    paddingEnd: 12,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    onChange: (instance) => {
      // From what is known already: asking the element (`isAtEnd`) would lay the page out with every step of scrolling.
      const shownTo = (instance.scrollOffset ?? 0) + (instance.scrollRect?.height ?? 0);
      setAtEnd(instance.getTotalSize() - shownTo <= AT_END_PX);
      const top = instance.getVirtualItems()[0];
      if (placed.current && top !== undefined && top.index <= FETCH_FROM_ROW) fetchEarlier();
    },
  });

  // First sight: the unread line, else the end.
  useLayoutEffect(() => {
    if (placed.current || rows.length === 0) return;
    placed.current = true;
    const unread = rows.findIndex((row) => row.kind === 'unread');
    if (unread >= 0) virtual.scrollToIndex(unread, { align: 'start' });
    else virtual.scrollToEnd();
  }, [rows, virtual]);

  // One's own words are always brought into sight.
  const pending = open.transcript.pending.length + open.pendingNotes.length;
  const pendingBefore = useRef(pending);
  useLayoutEffect(() => {
    if (pending > pendingBefore.current) virtual.scrollToEnd();
    pendingBefore.current = pending;
  }, [pending, virtual]);

  // The composer grows, a window shrinks: whoever reads along goes on seeing the end.
  const followsEnd = useRef(atEnd);
  useEffect(() => {
    followsEnd.current = atEnd;
  }, [atEnd]);
  useEffect(() => {
    const frame = scroller.current;
    if (frame === null) return;
    const observer = new ResizeObserver(() => {
      if (followsEnd.current) virtual.scrollToEnd();
    });
    observer.observe(frame);
    return () => observer.disconnect();
  }, [virtual]);

  const lastSeq = open.transcript.messages.at(-1)?.seq ?? 0;
  useMarkRead(id, lastSeq, atEnd);
  useJumpTo(rows, virtual.scrollToIndex, setOpened, setFlash, fetchEarlier);

  const toggle = useCallback((messageId: string) => {
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(messageId)) after.add(messageId);
      return after;
    });
  }, []);

  // Drawn anew with every step of scrolling: what goes over the whole history is kept.
  const { messages } = open.transcript;
  const unseen = useMemo(
    () => (atEnd ? 0 : messages.filter((one) => one.seq > readSeq).length),
    [atEnd, messages, readSeq],
  );
  const foldable = useMemo(() => rows.flatMap((row) => (row.kind === 'message' && row.foldable ? [row] : [])), [rows]);
  const anyFolded = useMemo(() => foldable.some((row) => row.folded), [foldable]);

  return (
    <div className="transcript-frame">
      {foldable.length > 0 && (
        <div className="fold-all">
          <Button
            variant="quiet"
            onClick={() => setOpened(anyFolded ? new Set(foldable.map((row) => row.message.id)) : new Set())}
          >
            {anyFolded ? words.count('fold.open', foldable.length) : words.text('fold.close')}
          </Button>
        </div>
      )}
      <div
        ref={scroller}
        className="transcript"
        tabIndex={0}
        role="region"
        aria-label={words.text('conversation.history', { name })}
        data-testid="transcript"
      >
        <ol className="transcript-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((place) => {
            const row = rows[place.index];
            if (row === undefined) return null;
            return (
              <li
                key={place.key}
                ref={virtual.measureElement}
                data-index={place.index}
                className="transcript-place"
                style={{ transform: `translateY(${place.start}px)` }}
              >
                <RowView
                  id={id}
                  row={row}
                  name={name}
                  flash={isRowOf(row, flash)}
                  delivery={row.kind === 'message' ? open.delivery : undefined}
                  toggle={toggle}
                />
              </li>
            );
          })}
        </ol>
      </div>
      {!atEnd && (
        <button type="button" className="pill" onClick={() => virtual.scrollToEnd()} data-testid="to-end">
          <ArrowDown size={14} aria-hidden />
          {unseen > 0 ? words.count('conversation.new', unseen) : words.text('conversation.toEnd')}
        </button>
      )}
      <Announcer open={open} name={name} />
    </div>
  );
}

function isRowOf(row: Row, seq: number | undefined): boolean {
  return seq !== undefined && 'message' in row && 'seq' in row.message && row.message.seq === seq;
}

/** Read is what was at the end of the screen while the page was in sight. */
function useMarkRead(id: string, lastSeq: number, atEnd: boolean): void {
  const { desk } = useServices();
  useEffect(() => {
    const mark = (): void => {
      if (atEnd && lastSeq > 0 && document.visibilityState === 'visible') desk.markRead(id, lastSeq);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [desk, id, lastSeq, atEnd]);
}

function useJumpTo(
  rows: readonly Row[],
  scrollToIndex: (index: number, options: { align: 'center' }) => void,
  setOpened: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
  setFlash: (seq: number | undefined) => void,
  fetchEarlier: (downTo: number) => void,
): void {
  const target = useJumpTarget();
  const [seq, stamp] = [target?.seq, target?.stamp];
  const done = useRef<string>(undefined);
  useEffect(() => {
    if (seq === undefined) return;
    const index = rowOfSeq(rows, seq);
    const row = rows[index];
    const jump = `${seq}.${stamp}`;
    // Rows change while one reads; a jump happens once, as soon as its message is here.
    if (done.current === jump) return;
    if (row === undefined) {
      fetchEarlier(seq);
      return;
    }
    done.current = jump;
    if (row.kind === 'message' && row.folded) setOpened((before) => new Set([...before, row.message.id]));
    requestAnimationFrame(() => scrollToIndex(index, { align: 'center' }));
    setFlash(seq);
    setTimeout(() => setFlash(undefined), FLASH_MS);
  }, [rows, seq, stamp, scrollToIndex, setOpened, setFlash, fetchEarlier]);
}

/** Fetches what is above, once at a time, and not again at once when it could not be had. */
function useEarlier(id: string, open: OpenCase): (downTo?: number) => void {
  const { desk } = useServices();
  const toasts = useToasts();
  const more = firstOf(open.transcript) > 1;
  const failedAt = useRef(0);
  return useCallback(
    (downTo) => {
      if (!more || Date.now() - failedAt.current < RETRY_MS) return;
      desk.earlier(id, downTo).catch((error: unknown) => {
        failedAt.current = Date.now();
        toasts.fail(error);
      });
    },
    [desk, toasts, id, more],
  );
}

/** Tells screen readers of new words once each, whatever the list of rows does. */
function Announcer({ open, name }: { open: OpenCase; name: string }) {
  const words = useWords();
  const [first] = useState(() => open.transcript.messages.at(-1)?.seq ?? 0);
  const last = open.transcript.messages.at(-1);
  const tell = last !== undefined && last.seq > first && (last.author.kind === 'shopper' || isHandoff(last));
  return (
    <p className="visually-hidden" aria-live="polite">
      {tell ? words.text('conversation.said', { name, text: last.text }) : ''}
    </p>
  );
}
