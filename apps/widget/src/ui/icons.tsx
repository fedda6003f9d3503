import type { JSX } from 'preact';

const shape = (path: string) =>
  function Icon(): JSX.Element {
    return (
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    );
  };

/** A leaf with a spark: the assistant. */
export const AssistantIcon = shape(
  'M12 2.5 14 8l5.5 2-5.5 2-2 5.5-2-5.5-5.5-2L10 8l2-5.5Zm6.5 12 .9 2.6 2.6.9-2.6.9-.9 2.6-.9-2.6-2.6-.9 2.6-.9.9-2.6Z',
);
/** Head and shoulders: a person. */
export const PersonIcon = shape(
  'M12 12.3a4.4 4.4 0 1 0 0-8.8 4.4 4.4 0 0 0 0 8.8Zm0 1.9c-4.2 0-7.6 2.3-7.6 5.1 0 .7.5 1.2 1.2 1.2h12.8c.7 0 1.2-.5 1.2-1.2 0-2.8-3.4-5.1-7.6-5.1Z',
);
export const DownIcon = shape(
  'M5.3 8.3a1 1 0 0 1 1.4 0l5.3 5.3 5.3-5.3a1 1 0 1 1 1.4 1.4l-6 6a1 1 0 0 1-1.4 0l-6-6a1 1 0 0 1 0-1.4Z',
);
export const SendIcon = shape(
  'M3.6 4.2c-.3-.9.6-1.7 1.4-1.3l15.7 8c.8.4.8 1.7 0 2.1L5 21.1c-.8.4-1.7-.4-1.4-1.3L6 13l7.5-1L6 11 3.6 4.2Z',
);
export const SourceIcon = shape(
  'M6.5 3h8l4 4v12.5c0 .8-.7 1.5-1.5 1.5H6.5c-.8 0-1.5-.7-1.5-1.5v-15C5 3.7 5.7 3 6.5 3ZM8 11v1.6h8V11H8Zm0 4v1.6h5.5V15H8Z',
);
export const InfoIcon = shape(
  'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-1 7.5h2V17h-2v-6.5ZM12 7a1.2 1.2 0 1 1 0 2.4A1.2 1.2 0 0 1 12 7Z',
);
export const CheckIcon = shape('M9.6 16.7 5.3 12.4a1 1 0 1 1 1.4-1.4l2.9 2.9 7.7-7.7a1 1 0 1 1 1.4 1.4l-9.1 9.1Z');
export const AlertIcon = shape(
  'M12 3.2c.5 0 .9.3 1.2.7l8.5 14.8c.5.9-.2 2-1.2 2h-17c-1 0-1.7-1.1-1.2-2L10.8 3.9c.3-.4.7-.7 1.2-.7ZM11 9v5.5h2V9h-2Zm1 7a1.2 1.2 0 1 0 0 2.4A1.2 1.2 0 0 0 12 16Z',
);
export const ClipIcon = shape(
  'M5 4h14c.6 0 1 .4 1 1v14c0 .6-.4 1-1 1H5a1 1 0 0 1-1-1V5c0-.6.4-1 1-1Zm1.5 13h11l-3.6-5-2.6 3.4-1.8-2.2L6.5 17ZM9 10.5A1.5 1.5 0 1 0 9 7.5a1.5 1.5 0 0 0 0 3Z',
);

/** Faces for the survey, from very poor (1) to very good (5): the mouth's bend tells them apart, not colour alone. */
export function Face({ score }: { score: number }): JSX.Element {
  const bend = (score - 3) * 2.5;
  return (
    <svg class="face" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="13" />
      <path d={`M10 ${20.5 - bend / 2.5} Q16 ${20.5 + bend} 22 ${20.5 - bend / 2.5}`} />
      <path d="M11.5 12v1.5M20.5 12v1.5" />
    </svg>
  );
}
