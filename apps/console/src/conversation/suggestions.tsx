import { useEffect, useRef } from 'react';

export interface Suggestion {
  key: string;
  title: string;
  text?: string;
  take: () => void;
}

/** What may be put in where one writes: ready replies, colleagues. The field keeps the focus and moves through it. */
export function Suggestions(props: { id: string; label: string; items: readonly Suggestion[]; active: number }) {
  const { id, label, items, active } = props;
  const chosen = useRef<HTMLLIElement>(null);
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul className="canned" role="listbox" id={id} aria-label={label} data-testid={id}>
      {items.map((item, index) => (
        <li
          key={item.key}
          id={`${id}-${index}`}
          ref={index === active ? chosen : undefined}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => {
            event.preventDefault();
            item.take();
          }}
        >
          <strong>{item.title}</strong>
          {item.text !== undefined && <span className="clip">{item.text}</span>}
        </li>
      ))}
    </ul>
  );
}
