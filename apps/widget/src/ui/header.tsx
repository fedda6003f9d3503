import type { JSX } from 'preact';
import { safeHref } from '../lib/links.js';
import type { DeskState } from '../state/state.js';
import { useSurroundings } from './context.js';
import { AssistantIcon, DownIcon, PersonIcon } from './icons.js';

export function Header({ state, onClose }: { state: DeskState; onClose: () => void }): JSX.Element {
  const { t, options } = useSurroundings();
  const { conversation } = state;
  const agent = conversation?.status === 'assigned' ? conversation.agent : undefined;
  const logo = safeHref(options.logo && new URL(options.logo, location.href).href);
  return (
    <div class="head">
      <span class={`avatar ${agent ? 'person' : ''}`} aria-hidden="true">
        {agent ? [...agent.name][0] : logo ? <img src={logo} alt="" /> : <AssistantIcon />}
      </span>
      <div class="title">
        <h1 id="panel-name">{options.name ? t('panelNameOf', { name: options.name }) : t('panelName')}</h1>
        <p class={`status ${state.connection}`} data-testid="status">
          {statusWords(state, t)}
        </p>
      </div>
      <HumanButton state={state} />
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

/** Always in sight until a person is there or has been asked for. */
function HumanButton({ state }: { state: DeskState }): JSX.Element | null {
  const { t, desk } = useSurroundings();
  const status = state.conversation?.status;
  if (status === 'assigned' || status === 'queued') return null;
  return (
    <button
      type="button"
      class="human"
      data-testid="human"
      title={t('humanHint')}
      aria-disabled={state.askingHuman}
      onClick={() => void desk.requestHuman()}
    >
      <PersonIcon />
      <span>{t(state.askingHuman ? 'humanAsking' : 'human')}</span>
    </button>
  );
}
