import type { WireMessage } from '#kernel';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { last } from '../lib/list.js';
import { rows, type Row } from '../state/rows.js';
import { surveyDue, type DeskState } from '../state/state.js';
import { awaitsAnswer, hasEarlier } from '../state/thread.js';
import { Bubble, Dots, GrowingBubble, PendingBubble } from './bubble.js';
import { useNow, useSurroundings } from './context.js';
import { Greeting, Skeleton } from './greeting.js';
import { CheckIcon, DownIcon, InfoIcon } from './icons.js';
import { Opinion } from './opinion.js';
import { Survey, SurveyThanks } from './survey.js';

/** How near the end still counts as reading the end. */
const NEAR_PX = 48;
/** The assistant's dots end by themselves: it may have nothing to answer. */
const ANSWERING_MS = 20_000;

export function MessageList({ state }: { state: DeskState }): JSX.Element {
  const { t, desk, memory, times } = useSurroundings();
  const { thread, conversation } = state;
  const scroll = useScroll(state);
  const online = state.connection === 'ready';
  const list = useMemo(
    () => rows(thread, state.restoredAfter, times.sameDay),
    [thread.messages, thread.past, state.restoredAfter],
  );
  const empty = list.length === 0 && thread.pending.length === 0;
  const returning = empty && state.connection === 'connecting' && memory.read().conversation !== undefined;
  const newest = thread.pending.length === 0 && thread.growing.length === 0 ? last(thread.messages) : undefined;
  const thinking = useAnswering(state);
  const lastKind = last(thread.messages)?.author.kind;
  const drawn = useMemo(
    () =>
      list.map((row) => <RowView key={row.key} row={row} newest={row.kind === 'message' && row.message === newest} />),
    [list, newest],
  );

  return (
    <div class="scroll-frame">
      <div
        class="scroll"
        ref={scroll.box}
        onScroll={scroll.onScroll}
        tabIndex={0}
        role="region"
        aria-label={t('conversation')}
      >
        <div class="content" ref={scroll.content}>
          {returning && <Skeleton />}
          {empty && !returning && <Greeting front={state.front} />}
          {hasEarlier(thread) && (
            <button
              type="button"
              class="link earlier"
              aria-disabled={state.loadingEarlier}
              onClick={() => void desk.loadEarlier()}
            >
              {t(state.loadingEarlier ? 'earlierLoading' : 'earlier')}
            </button>
          )}
          <div role="log" aria-live="polite" aria-relevant="additions" aria-label={t('conversation')}>
            {drawn}
          </div>
          {thread.pending.map((message) => (
            <PendingBubble key={message.clientId} message={message} online={online} />
          ))}
          {thread.growing.map((answer) => (
            <GrowingBubble key={answer.messageId} text={answer.text} first={lastKind !== 'bot'} />
          ))}
          {thinking && <GrowingBubble text="" first />}
          {state.agentTyping && conversation?.agent && (
            <p class="typing" data-testid="typing">
              <Dots label={t('agentTyping', { name: conversation.agent.name })} />
              <span>{t('agentTyping', { name: conversation.agent.name })}</span>
            </p>
          )}
          {surveyDue(state) && <Survey />}
          {state.justRated && <SurveyThanks />}
        </div>
      </div>
      {scroll.below && (
        <button type="button" class="pill" data-testid="new-messages" onClick={scroll.toEnd}>
          <DownIcon />
          {t('newMessages')}
        </button>
      )}
    </div>
  );
}

/** True while the assistant owes an answer and nothing of it shows yet. */
function useAnswering(state: DeskState): boolean {
  const [late, setLate] = useState(false);
  const lastSeq = last(state.thread.messages)?.seq;
  useEffect(() => {
    setLate(false);
    const timer = setTimeout(() => setLate(true), ANSWERING_MS);
    return () => clearTimeout(timer);
  }, [lastSeq]);
  const status = state.conversation?.status ?? 'bot';
  return !late && state.connection === 'ready' && status === 'bot' && awaitsAnswer(state.thread);
}

function RowView({ row, newest }: { row: Row; newest: boolean }): JSX.Element {
  const { t, times } = useSurroundings();
  const now = useNow();
  switch (row.kind) {
    case 'day':
      return (
        <p class="day">
          <span>{times.day(row.at, now)}</span>
        </p>
      );
    case 'past':
      return <p class="divider">{t('pastConversation')}</p>;
    case 'restored':
      return (
        <p class="notice" data-testid="restored">
          <CheckIcon />
          <span>{t('restored')}</span>
        </p>
      );
    case 'message':
      if (row.message.author.kind === 'system') return <SystemNotice message={row.message} />;
      return (
        <Bubble message={row.message} first={row.first} last={row.last}>
          {row.message.author.kind === 'bot' && <Opinion message={row.message} newest={newest} />}
          {newest && row.message.author.kind === 'bot' && <Offers message={row.message} />}
        </Bubble>
      );
  }
}

/** A notice of the desk: one calm line. */
function SystemNotice({ message }: { message: WireMessage }): JSX.Element {
  const { t, times } = useSurroundings();
  return (
    <div class="notice" data-testid="message" data-author="system" data-seq={message.seq} data-notice={message.notice}>
      <InfoIcon />
      <p title={times.exact(message.createdAt)}>
        <span class="unseen">{t('notice')}</span>
        {message.text}
      </p>
    </div>
  );
}

/** What the shopper can do with the newest answer: choose a question, or ask a person when there was no answer. */
function Offers({ message }: { message: WireMessage }): JSX.Element | null {
  const { t, desk } = useSurroundings();
  const suggestions = message.suggestions ?? [];
  const abstained = message.outcome === 'abstained';
  const stores = suggestions.length > 0 && suggestions.every((each) => each.store !== undefined);
  if (suggestions.length === 0 && !abstained) return null;
  return (
    <div class="offers">
      {suggestions.length > 0 && (
        <>
          <span class="label">
            {t(stores ? 'suggestionsStore' : message.outcome === 'answered' ? 'related' : 'suggestions')}
          </span>
          <ul>
            {suggestions.map((suggestion) => (
              <li key={suggestion.articleId}>
                <button
                  type="button"
                  class="choice"
                  data-testid="chip"
                  title={suggestion.title}
                  onClick={() => desk.choose(suggestion.title)}
                >
                  {stores ? suggestion.store : suggestion.title}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {abstained && (
        <button type="button" class="choice" data-testid="abstained-human" onClick={() => void desk.requestHuman()}>
          {t('abstainedHuman')}
        </button>
      )}
    </div>
  );
}

/**
 * Stays at the end while the end is read; whoever reads history is not moved, and is told that something came. Earlier
 * messages that are put in above leave what is read where it is.
 */
function useScroll(state: DeskState) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef({ first: 0, newest: 0, pending: 0, height: 0 });
  const [below, setBelow] = useState(false);
  const { thread } = state;
  const first = thread.messages[0]?.seq ?? 0;
  const newest = last(thread.messages)?.seq ?? 0;
  const pending = thread.pending.length;

  const toEnd = (): void => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setBelow(false);
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const former = before.current;
    const wrote = pending > former.pending;
    if (wrote || atEnd.current) toEnd();
    else if (first < former.first) element.scrollTop += element.scrollHeight - former.height;
    else if (newest > former.newest) setBelow(true);
    before.current = { first, newest, pending, height: element.scrollHeight };
  });
  // The keyboard of a phone, an opened source or a picture changes the height without a message.
  useEffect(() => {
    if (box.current === null || content.current === null || !('ResizeObserver' in window)) return undefined;
    const observer = new ResizeObserver(() => {
      if (atEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
    });
    observer.observe(box.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    const element = box.current;
    if (element === null) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (atEnd.current) setBelow(false);
  };
  return { box, content, below, toEnd, onScroll };
}
