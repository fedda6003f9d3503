import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { safeHref } from '../lib/links.js';
import type { DeskState } from '../state/state.js';
import { useSurroundings } from './context.js';
import { PersonFace } from './face.js';
import { AssistantIcon, BellIcon, DownIcon, PersonIcon, WeChatIcon } from './icons.js';
import { nearnessWords, shortWait } from './nearness.js';
import { mayMove } from './wechat.js';

interface HeaderProps {
  readonly state: DeskState;
  readonly onMove: () => void;
  readonly onClose: () => void;
}

export function Header({ state, onMove, onClose }: HeaderProps): JSX.Element {
  const { t, options, memory } = useSurroundings();
  const { conversation } = state;
  const agent = conversation?.status === 'assigned' ? conversation.agent : undefined;
  const look = state.front === 'missing' ? undefined : (state.front ?? memory.read())?.look;
  const logo = logoOf(options.logo, location.href) ?? logoOf(look?.logoUrl, `${options.server}/`);
  const name = options.name ?? look?.name;
  return (
    <div class={mayMove(state) ? 'head crowded' : 'head'}>
      {agent ? (
        <PersonFace person={agent} />
      ) : (
        <span class="avatar" aria-hidden="true">
          {logo ? <img src={logo} alt="" /> : <AssistantIcon />}
        </span>
      )}
      <div class="title">
        <h1 id="panel-name">{name ? t('panelNameOf', { name }) : t('panelName')}</h1>
        <p class={`status ${state.connection}`} data-testid="status">
          {statusWords(state, t)}
        </p>
      </div>
      <HumanButton state={state} />
      {mayMove(state) && (
        <button
          type="button"
          class="round"
          data-testid="move-start"
          aria-label={t('moveTitle')}
          title={t('moveTitle')}
          onClick={onMove}
        >
          <WeChatIcon />
        </button>
      )}
      <SoundSwitch />
      <button
        type="button"
        class="round"
        data-testid="close"
        aria-label={t('minimise')}
        title={t('close')}
        onClick={onClose}
      >
        <DownIcon />
      </button>
    </div>
  );
}

function statusWords(state: DeskState, t: ReturnType<typeof useSurroundings>['t']): string {
  if (state.connection === 'connecting') return t('statusConnecting');
  if (state.connection !== 'ready') return t('statusOffline');
  const { conversation } = state;
  switch (conversation?.status) {
    case 'assigned':
      return t('statusAgent', { name: conversation.agent?.name ?? t('agent') });
    case 'queued':
      return t('statusQueued');
    case 'resolved':
      return t('statusResolved');
    default:
      return t('statusAssistant');
  }
}

/** A sound for new messages, while nobody looks. Off unless the shopper wants it. */
function SoundSwitch(): JSX.Element {
  const { t, memory, chime } = useSurroundings();
  const [on, setOn] = useState(() => memory.read().sound === true);
  const turn = (): void => {
    chime.prepare();
    memory.write({ sound: !on });
    setOn(!on);
  };
  return (
    <button
      type="button"
      class={on ? 'round sound on' : 'round sound'}
      data-testid="sound"
      role="switch"
      aria-checked={on}
      aria-label={t('sound')}
      title={t(on ? 'soundOn' : 'soundOff')}
      onClick={turn}
    >
      <BellIcon />
    </button>
  );
}

/** The logo's address when it is one of http(s), wherever it is said relative to. */
function logoOf(address: string | null | undefined, base: string): string | null {
  if (!address) return null;
  try {
    return safeHref(new URL(address, base).href);
  } catch {
    // A slip in the snippet: the assistant's own picture serves.
    return null;
  }
}

/** Always in sight until a person is there or has been asked for. */
function HumanButton({ state }: { state: DeskState }): JSX.Element | null {
  const { t, desk, times } = useSurroundings();
  const status = state.conversation?.status;
  if (status === 'assigned' || status === 'queued') return null;
  const people = state.front === 'missing' ? undefined : state.front?.people;
  const wait = people && nearnessWords(people, t, times.soon);
  return (
    <button
      type="button"
      class="human"
      data-testid="human"
      title={wait ? t('humanHintWait', { wait }) : t('humanHint')}
      aria-disabled={state.askingHuman}
      onClick={() => void desk.requestHuman()}
    >
      <PersonIcon />
      <span>
        {t(state.askingHuman ? 'humanAsking' : 'human')}
        {people && !state.askingHuman && <small>{shortWait(people, t)}</small>}
      </span>
    </button>
  );
}
