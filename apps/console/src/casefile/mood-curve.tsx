import type { Briefing } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import { useJump } from '../lib/jump.js';
import { MoodIcon } from '../ui/labels.js';

const WIDTH = 240;
const HEIGHT = 40;
const EDGE = 6;

/** The mood over the shopper's messages, from -1 (bottom) to 1 (top); every point leads to its message. */
export function MoodCurve({ id, mood, close }: { id: string; mood: Briefing['mood']; close?: () => void }) {
  const words = useWords();
  const jump = useJump(id);
  const points = mood.map((point, index) => ({
    ...point,
    x: EDGE + (index * (WIDTH - 2 * EDGE)) / (mood.length - 1),
    y: HEIGHT / 2 - Math.max(-1, Math.min(1, point.score)) * (HEIGHT / 2 - EDGE),
  }));
  const last = mood.at(-1);
  return (
    <div className="brief">
      <h3>
        {words.text('briefing.mood')} {last !== undefined && <MoodIcon mood={last.label} />}
      </h3>
      {/* One point is no curve: its mood stands above. */}
      {points.length > 1 && (
        <div className="mood-curve">
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
            <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className="mood-middle" />
            <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} className="mood-line" />
          </svg>
          {points.map(({ seq, label, x, y }) => (
            <button
              key={seq}
              type="button"
              className={`mood-point mood-point-${label}`}
              style={{ left: `${(x / WIDTH) * 100}%`, top: `${(y / HEIGHT) * 100}%` }}
              aria-label={words.text('briefing.moodAt', { mood: words.text(`mood.${label}`), seq })}
              onClick={() => {
                close?.();
                jump(seq);
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}
