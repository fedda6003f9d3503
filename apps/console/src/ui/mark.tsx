/** The mark of the product; decorative, the name stands beside it. */
export function Mark({ size }: { size: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" className="mark-ground" />
      <path
        className="mark-bubble"
        d="M8 11.5A3.5 3.5 0 0 1 11.5 8h9a3.5 3.5 0 0 1 3.5 3.5v5a3.5 3.5 0 0 1-3.5 3.5H15l-4.6 3.7a.6.6 0 0 1-1-.5V19.7A3.5 3.5 0 0 1 8 16.9z"
      />
      <path className="mark-tick" d="m12.6 14.3 2.5 2.4 4.4-4.6" />
    </svg>
  );
}
