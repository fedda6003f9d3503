import { Check, Clock, Hourglass, TriangleAlert } from 'lucide-react';
import type { MessageDelivery } from '../desk/delivery.js';
import { useWords } from '../i18n/i18n.js';

const ICONS = { waiting: Clock, sent: Check, held: Hourglass, failed: TriangleAlert } as const;

/** Under a message: whether it has gone to the shopper's channel, and if not, why not and what becomes of it. */
export function DeliveryState({ state, reason }: MessageDelivery) {
  const words = useWords();
  const Icon = ICONS[state];
  return (
    <p className={`delivery delivery-${state}`} data-testid="delivery" data-state={state} data-reason={reason}>
      <Icon size={12} aria-hidden />
      <span>
        {words.text(`delivery.${state}`)}
        {reason !== undefined && ` ${words.text(`deliveryReason.${reason}`)}`}
      </span>
    </p>
  );
}
