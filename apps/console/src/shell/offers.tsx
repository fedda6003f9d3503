import { useEffect, useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import type { Offer } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { waitedMs } from '../desk/queue.js';
import { clock } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { useNow } from '../lib/hooks.js';
import { Button } from '../ui/button.js';
import { ChannelIcon, MoodIcon, ruleName, SeverityTag, shopperName } from '../ui/labels.js';
import { useAccept } from './use-accept.js';

const SHOWN = 3;

/** Conversations offered to this agent. The one that is open shows its offer in its own head instead. */
export function Offers() {
  const words = useWords();
  const offers = useDesk((state) => state.offers);
  const [, params] = useRoute('/c/:id');
  const shown = offers.filter((offer) => offer.conversation.id !== params?.id).slice(0, SHOWN);
  return (
    <section className="offers" aria-label={words.text('offer.label')} aria-live="assertive">
      {shown.map((offer) => (
        <OfferCard key={offer.conversation.id} offer={offer} />
      ))}
    </section>
  );
}

function OfferCard({ offer }: { offer: Offer }) {
  const words = useWords();
  const [, navigate] = useLocation();
  const { accept, decline, busy } = useAccept(offer.conversation.id);
  const item = offer.conversation;
  const reason = offer.reasons[0];
  return (
    <article className={`offer offer-${offer.severity}`} data-testid="offer" data-id={item.id}>
      <Countdown offer={offer} />
      <header className="offer-head">
        <ChannelIcon channel={item.channel} />
        <strong className="clip">{shopperName(item, words)}</strong>
        <SeverityTag severity={offer.severity} />
        {item.mood !== undefined && <MoodIcon mood={item.mood} />}
      </header>
      <p className="offer-text">{item.lastText ?? words.text('row.noWords')}</p>
      {reason !== undefined && (
        <p className="offer-reason">
          {words.text('offer.reason', { rule: ruleName(reason.rule, words), evidence: reason.evidence })}
        </p>
      )}
      <footer className="offer-foot">
        <Button variant="primary" data-testid="accept" shortcut="A" busy={busy} onClick={accept}>
          {words.text('action.accept')}
        </Button>
        <Button onClick={decline} data-testid="decline">
          {words.text('action.decline')}
        </Button>
        <Button variant="quiet" onClick={() => navigate(`/c/${item.id}`)}>
          {words.text('offer.look')}
        </Button>
      </footer>
    </article>
  );
}

/** How long the offer stands, as a bar that runs out and in words. */
export function Countdown({ offer }: { offer: Offer }) {
  const words = useWords();
  const { desk } = useServices();
  const now = useNow(500);
  const [firstSeen] = useState(now);
  const until = Date.parse(offer.expiresAt);
  const left = until - now;
  const id = offer.conversation.id;
  const over = left <= 0;
  useEffect(() => {
    if (over) desk.expire(id);
  }, [desk, id, over]);
  const share = Math.max(0, Math.min(1, left / Math.max(1, until - firstSeen)));
  return (
    <div className="countdown">
      <progress max={1} value={share} aria-hidden />
      <span className="countdown-words">
        {words.text('offer.left', {
          seconds: Math.max(0, Math.ceil(left / 1_000)),
          waited: clock(waitedMs({ ...offer.conversation, waitingSince: offer.waitingSince }, now) ?? 0),
        })}
      </span>
    </div>
  );
}
