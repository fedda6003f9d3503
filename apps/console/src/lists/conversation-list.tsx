import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import type { WireConversationItem } from '#kernel';
import { useDesk } from '../context.js';
import { useMedia, useNow, usePreferences } from '../lib/hooks.js';
import { useTextScale } from '../lib/use-text-scale.js';
import { ConversationRow } from './conversation-row.js';

export type ListRow =
  | { kind: 'head'; key: string; title: string; count: number }
  | { kind: 'item'; key: string; item: WireConversationItem };

/** At the usual size of letters. Twenty compact rows and two heads fit a screen of 800. */
const HEAD_PX = 24;
const ROW_PX = { compact: 33, comfortable: 54 } as const;

interface Props {
  rows: readonly ListRow[];
  label: string;
  selected?: string;
  /** Called when the end comes into sight: for lists that load by pages. */
  onEnd?: () => void;
  drafts?: ReadonlySet<string>;
}

/** A list of conversations of any length. Up, Down, Home and End move through it, Enter opens. */
export function ConversationList({ rows, label, selected, onEnd, drafts }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  const now = useNow();
  const read = useDesk((state) => state.read);
  const me = useDesk((state) => state.me.id);
  const { density } = usePreferences();
  // A thumb needs more room than a pointer.
  const coarse = useMedia('(pointer: coarse), (max-width: 719px)');
  const kind = coarse ? 'comfortable' : density;
  const scale = useTextScale();
  const [rowPx, headPx] = [Math.ceil(ROW_PX[kind] * scale), Math.ceil(HEAD_PX * scale)];

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'head' ? headPx : rowPx),
    getItemKey: (index) => rows[index]?.key ?? index,
    // Rows of one height need not stand at once where the scroll bar is: scrolling stays free while they are drawn.
    useFlushSync: false,
    overscan: 4,
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1);
      if (last !== undefined && last.index >= rows.length - 3) onEnd?.();
    },
  });

  // Sizes come from the size of letters, not from measuring.
  useEffect(() => {
    virtual.measure();
  }, [virtual, rowPx, headPx]);

  const focusRow = (from: number, step: 1 | -1): void => {
    let index = from;
    while (rows[index] !== undefined && rows[index]?.kind !== 'item') index += step;
    if (rows[index] === undefined) return;
    virtual.scrollToIndex(index);
    // The row may only now come into being.
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] button`)?.focus();
    });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = Number((event.target as HTMLElement).closest('[data-index]')?.getAttribute('data-index') ?? -1);
    const moves: Partial<Record<string, [from: number, step: 1 | -1]>> = {
      ArrowDown: [at + 1, 1],
      ArrowUp: [at - 1, -1],
      Home: [0, 1],
      End: [rows.length - 1, -1],
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    focusRow(...move);
  };

  const first = rows.findIndex((row) => row.kind === 'item');
  const chosen = rows.findIndex((row) => row.kind === 'item' && row.item.id === selected);
  const stop = chosen >= 0 ? chosen : first;

  return (
    <div ref={scroller} className="list-scroll" onKeyDown={onKeyDown}>
      <ul className="list" aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((place) => {
          const row = rows[place.index];
          if (row === undefined) return null;
          return (
            <li
              key={place.key}
              data-index={place.index}
              className="list-place"
              style={{ height: place.size, transform: `translateY(${place.start}px)` }}
            >
              {row.kind === 'head' ? (
                <h2 className="list-head">
                  <span className="clip">{row.title}</span>
                  <span className="count">{row.count}</span>
                </h2>
              ) : (
                <ConversationRow
                  item={row.item}
                  // Only who waits changes with every second.
                  now={row.item.waitingSince === undefined ? 0 : now}
                  compact={kind === 'compact'}
                  selected={row.item.id === selected}
                  own={row.item.agent?.id === me}
                  readSeq={read[row.item.id] ?? 0}
                  draft={drafts?.has(row.item.id) ?? false}
                  tabStop={place.index === stop}
                  open={navigate}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
