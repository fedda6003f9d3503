import { ArrowLeft, ArrowRightLeft, Bot, CircleCheckBig, PanelRight } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Channel, WireConversationItem } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { urgencyOf, waitedMs } from '../desk/queue.js';
import { clock } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { useNow, type Layout } from '../lib/hooks.js';
import { leads } from '../lib/roles.js';
import { useCaseDialogs } from '../shell/case-dialogs.js';
import { Countdown } from '../shell/offers.js';
import { useAccept } from '../shell/use-accept.js';
import { Button, IconButton } from '../ui/button.js';
import { ChannelIcon, MoodIcon, SeverityTag } from '../ui/labels.js';
import { useToasts } from '../ui/toast.js';

interface Props {
  id: string;
  item: WireConversationItem | undefined;
  name: string;
  layout: Layout;
  showCase: () => void;
}

export function ConversationHead({ id, item, name, layout, showCase }: Props) {
  const words = useWords();
  const [, navigate] = useLocation();
  return (
    <header className="conversation-head">
      {layout === 'phone' && (
        <IconButton icon={ArrowLeft} label={words.text('action.back')} onClick={() => navigate('/')} />
      )}
      <div className="conversation-who">
        <h2 className="clip" title={name}>
          {name}
        </h2>
        {item !== undefined && <Facts item={item} />}
      </div>
      {item !== undefined && <Actions id={id} item={item} />}
      {layout !== 'wide' && <IconButton icon={PanelRight} label={words.text('case.title')} onClick={showCase} />}
      <OfferBar id={id} />
    </header>
  );
}

function Facts({ item }: { item: WireConversationItem }) {
  const words = useWords();
  const now = useNow();
  const urgency = urgencyOf(item, now);
  const waited = waitedMs(item, now);
  return (
    <p className="conversation-facts">
      <ChannelBadge id={item.id} channel={item.channel} />
      <span className={`status status-${item.status}`}>
        {item.status === 'assigned' && item.agent !== undefined
          ? words.text('status.with', { name: item.agent.name })
          : words.text(`status.${item.status}`)}
      </span>
      <SeverityTag severity={item.severity} />
      {item.mood !== undefined && <MoodIcon mood={item.mood} />}
      {urgency !== 'none' && waited !== undefined && (
        <span className={`waited waited-${urgency}`}>
          {words.text('conversation.waiting', { time: clock(waited) })}
        </span>
      )}
    </p>
  );
}

/** The channel, and of several accounts there the one the shopper writes to. */
function ChannelBadge({ id, channel }: { id: string; channel: Channel }) {
  const words = useWords();
  const account = useDesk((state) => state.cases[id]?.delivery?.account);
  if (account === undefined || channel === 'web') return <ChannelIcon channel={channel} />;
  return (
    <span className="channel-badge" title={words.text(`wechatKind.${account.kind}`)} data-testid="channel-badge">
      <ChannelIcon channel={channel} />
      <span className="clip">{account.name}</span>
    </span>
  );
}

function Actions({ id, item }: { id: string; item: WireConversationItem }) {
  const words = useWords();
  const toasts = useToasts();
  const { desk } = useServices();
  const me = useDesk((state) => state.me);
  const openDialog = useCaseDialogs();
  const [returning, setReturning] = useState(false);
  const { accept, decline, busy } = useAccept(id);
  const offered = useDesk((state) => state.offers.some((offer) => offer.conversation.id === id));

  if (item.status === 'queued')
    return (
      <div className="actions">
        <Button variant="primary" data-testid="accept" shortcut="A" busy={busy} onClick={accept}>
          {words.text('action.accept')}
        </Button>
        {offered && (
          <Button data-testid="decline" onClick={decline}>
            {words.text('action.decline')}
          </Button>
        )}
      </div>
    );
  if (item.status !== 'assigned' || (item.agent?.id !== me.id && !leads(me.role))) return null;

  const giveBack = (): void => {
    setReturning(true);
    desk
      .giveBack(id)
      .then(
        () => toasts.say(words.text('return.done')),
        (error: unknown) => toasts.fail(error),
      )
      .finally(() => setReturning(false));
  };

  const own = item.agent?.id === me.id;
  return (
    <div className="actions">
      {/* Somebody else's is reassigned, by the bar below. */}
      {own && (
        <Button
          className="button-fold"
          icon={ArrowRightLeft}
          data-testid="transfer"
          shortcut="T"
          title={words.text('action.transfer')}
          onClick={() => openDialog('transfer')}
        >
          {words.text('action.transfer')}
        </Button>
      )}
      <Button
        className="button-fold"
        icon={Bot}
        data-testid="return"
        shortcut="B"
        title={words.text('action.return')}
        busy={returning}
        onClick={giveBack}
      >
        {words.text('action.return')}
      </Button>
      <Button
        className="button-fold"
        variant="primary"
        icon={CircleCheckBig}
        data-testid="resolve"
        shortcut="E"
        title={words.text('action.resolve')}
        onClick={() => openDialog('resolve')}
      >
        {words.text('action.resolve')}
      </Button>
    </div>
  );
}

function OfferBar({ id }: { id: string }) {
  const offer = useDesk((state) => state.offers.find((one) => one.conversation.id === id));
  return offer === undefined ? null : (
    <div className="offer-bar">
      <Countdown offer={offer} />
    </div>
  );
}
