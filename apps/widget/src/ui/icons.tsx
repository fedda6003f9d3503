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
export const ImageIcon = shape(
  'M5 4h14c.6 0 1 .4 1 1v14c0 .6-.4 1-1 1H5a1 1 0 0 1-1-1V5c0-.6.4-1 1-1Zm1.5 13h11l-3.6-5-2.6 3.4-1.8-2.2L6.5 17ZM9 10.5A1.5 1.5 0 1 0 9 7.5a1.5 1.5 0 0 0 0 3Z',
);

export const FileIcon = shape(
  'M6.5 2.5h7.6l4.4 4.4v13.1c0 .8-.7 1.5-1.5 1.5H6.5c-.8 0-1.5-.7-1.5-1.5V4c0-.8.7-1.5 1.5-1.5ZM13 4.5V8h3.5L13 4.5ZM8 12v1.5h8V12H8Zm0 3.5V17h8v-1.5H8Z',
);
/** Two bubbles: the conversation goes on elsewhere. */
export const WeChatIcon = shape(
  'M9.5 4C5.4 4 2 6.8 2 10.2c0 1.9 1.1 3.6 2.7 4.8L4 17.3l2.7-1.4c.9.3 1.8.4 2.8.4h.6a5 5 0 0 1-.2-1.4c0-3.2 3.1-5.8 6.9-5.8h.1C16.1 6.1 13.1 4 9.5 4ZM7 9.2a1 1 0 1 1 0-2 1 1 0 0 1 0 2Zm5 0a1 1 0 1 1 0-2 1 1 0 0 1 0 2Zm4.8 1.4c-3 0-5.5 2-5.5 4.4 0 2.5 2.5 4.5 5.5 4.5.7 0 1.4-.1 2-.3l2 1-.5-1.7c1.2-.8 1.9-2.1 1.9-3.5 0-2.4-2.4-4.4-5.4-4.4Zm-1.8 3.5a.8.8 0 1 1 0-1.6.8.8 0 0 1 0 1.6Zm3.6 0a.8.8 0 1 1 0-1.6.8.8 0 0 1 0 1.6Z',
);
export const PlusIcon = shape(
  'M12 4.5c.6 0 1 .4 1 1V11h5.5a1 1 0 1 1 0 2H13v5.5a1 1 0 1 1-2 0V13H5.5a1 1 0 1 1 0-2H11V5.5c0-.6.4-1 1-1Z',
);
export const CloseIcon = shape(
  'M6 4.9 12 10.6l6-5.7a.9.9 0 0 1 1.2 1.3L13.3 12l5.9 5.8a.9.9 0 0 1-1.2 1.3l-6-5.7-6 5.7a.9.9 0 0 1-1.2-1.3l5.9-5.8-5.9-5.8A.9.9 0 0 1 6 4.9Z',
);
export const RetryIcon = shape(
  'M12 5a7 7 0 0 1 5.6 2.8V5.5a1 1 0 1 1 2 0v5h-5a1 1 0 1 1 0-2h1.7a5 5 0 1 0 .4 6 1 1 0 1 1 1.7 1A7 7 0 1 1 12 5Z',
);
export const NextIcon = shape(
  'M8.3 5.3a1 1 0 0 1 1.4 0l6 6a1 1 0 0 1 0 1.4l-6 6a1 1 0 0 1-1.4-1.4l5.3-5.3-5.3-5.3a1 1 0 0 1 0-1.4Z',
);
export const DownloadIcon = shape(
  'M12 3.5c.6 0 1 .4 1 1v8.1l2.8-2.8a1 1 0 0 1 1.4 1.4L12 16.4l-5.2-5.2a1 1 0 1 1 1.4-1.4l2.8 2.8V4.5c0-.6.4-1 1-1ZM5 18.5h14a1 1 0 1 1 0 2H5a1 1 0 1 1 0-2Z',
);
export const TagIcon = shape(
  'M4 4h7.6c.5 0 1 .2 1.4.6l7 7c.8.8.8 2 0 2.8L14.4 20c-.8.8-2 .8-2.8 0l-7-7c-.4-.4-.6-.9-.6-1.4V4Zm4 5.5A1.5 1.5 0 1 0 8 6.5a1.5 1.5 0 0 0 0 3Z',
);
export const ThumbIcon = shape(
  'M9 10.5 12.3 3c1.5 0 2.7 1.2 2.7 2.7V9h4.4c1.2 0 2.1 1.1 1.9 2.3l-1.3 7.5A2 2 0 0 1 18 20.5H9v-10Zm-2 0v10H4.5c-.6 0-1-.4-1-1v-8c0-.6.4-1 1-1H7Z',
);
export const BellIcon = shape(
  'M12 3a6 6 0 0 1 6 6v4l1.7 2.8c.3.5-.1 1.2-.7 1.2H5c-.6 0-1-.7-.7-1.2L6 13V9a6 6 0 0 1 6-6Zm-2.2 15.5h4.4a2.2 2.2 0 0 1-4.4 0Z',
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
