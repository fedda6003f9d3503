import { Hourglass, TriangleAlert } from 'lucide-react';
import type { ChannelDelivery } from '#kernel';
import { budgetLevel } from '../desk/delivery.js';
import { duration, exact } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { useNow } from '../lib/hooks.js';

const MINUTE = 60_000;

/** How many replies the channel still takes and for how long; says beforehand when one cannot go, and what becomes of it. */
export function ReplyBudget({ delivery }: { delivery: ChannelDelivery }) {
  const words = useWords();
  const { until } = delivery.budget;
  // Seconds count only at the end: before, a figure that runs would but disturb.
  const now = useNow(until !== null && Date.parse(until) - Date.now() < 2 * MINUTE ? 1_000 : 15_000);
  const { level, left, limit, msLeft, reason } = budgetLevel(delivery, now);
  return (
    <div className={`budget budget-${level}`} data-testid="budget" data-level={level} data-left={left}>
      {level !== 'none' && (
        <p className="budget-line">
          <span className="budget-pips" aria-hidden>
            {Array.from({ length: limit }, (_, index) => (
              <span key={index} className={index < left ? 'pip pip-full' : 'pip'} />
            ))}
          </span>
          <span>{words.count('budget.left', left)}</span>
          {msLeft !== undefined && until !== null && (
            <time dateTime={until} title={exact(until, words.locale)}>
              {words.text('budget.time', { time: duration(msLeft, words.locale) })}
            </time>
          )}
        </p>
      )}
      {/* There from the start, so that what comes to stand in it is read out. */}
      <div role="status" className="budget-say">
        {level === 'low' && left === 1 && (
          <p>
            <TriangleAlert size={14} aria-hidden /> {words.text('budget.last')}
          </p>
        )}
        {level === 'low' && left > 1 && (
          <p>
            <TriangleAlert size={14} aria-hidden /> {words.text('budget.soon')}
          </p>
        )}
        {level === 'none' && (
          <p>
            <Hourglass size={14} aria-hidden />
            <span>
              <strong>{words.text('budget.none')}</strong>{' '}
              {reason !== undefined && words.text(`deliveryReason.${reason}`)}
            </span>
          </p>
        )}
      </div>
    </div>
  );
}
