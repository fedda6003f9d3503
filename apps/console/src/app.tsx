import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Router } from 'wouter';
import type { WireAgent } from '#kernel';
import { Api } from './api/api.js';
import { CallError } from './api/client.js';
import { ServicesProvider, type Services } from './context.js';
import { Desk } from './desk/desk.js';
import { AttachmentFiles } from './desk/attachment-files.js';
import { Drafts } from './desk/drafts.js';
import { Uploads } from './desk/uploads.js';
import { WordsProvider } from './i18n/i18n.js';
import { usePreferences } from './lib/hooks.js';
import { preferences } from './lib/preferences.js';
import { storage } from './lib/storage.js';
import type { Session } from './session/session.js';
import { SignIn } from './session/sign-in.js';
import { Starting } from './session/starting.js';
import { Shell } from './shell/shell.js';
import { Supervision } from './supervise/supervision.js';
import { ToastProvider } from './ui/toast.js';

export function App({ session }: { session: Session }) {
  useTheme();
  return (
    <WordsProvider>
      <Tooltip.Provider delayDuration={400}>
        <ToastProvider>
          <Router base="/console">
            <Gate session={session} />
          </Router>
        </ToastProvider>
      </Tooltip.Provider>
    </WordsProvider>
  );
}

function Gate({ session }: { session: Session }) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  switch (state.phase) {
    case 'starting':
    case 'unreachable':
      return <Starting unreachable={state.phase === 'unreachable'} retry={() => void session.start()} />;
    case 'signedOut':
      return <SignIn session={session} ended={state.reason === 'ended'} />;
    case 'signedIn':
      return <SignedIn key={state.agent.id} session={session} agent={state.agent} />;
  }
}

/** Everything that lives as long as one agent's sign-in. */
function SignedIn({ session, agent }: { session: Session; agent: WireAgent }) {
  const [queries] = useState(newQueryClient);
  // Made once: another agent is another component (see `key` above).
  const [services] = useState(() => newServices(session, agent));
  const { desk, drafts, files } = services;
  useEffect(() => {
    drafts.sweep();
    desk.start();
    const online = (): void => desk.reconnect();
    window.addEventListener('online', online);
    return () => {
      window.removeEventListener('online', online);
      desk.stop();
      files.clear();
    };
  }, [desk, drafts, files]);
  const { locale } = usePreferences();
  const spoken = useRef(locale);
  useEffect(() => {
    if (spoken.current === locale) return;
    spoken.current = locale;
    desk.relocalise();
    void queries.invalidateQueries();
  }, [desk, queries, locale]);
  return (
    <QueryClientProvider client={queries}>
      <ServicesProvider services={services}>
        <Shell />
      </ServicesProvider>
    </QueryClientProvider>
  );
}

function newServices(session: Session, agent: WireAgent): Services {
  const locale = (): string => preferences.get().locale;
  const api = new Api(session, locale);
  const desk = new Desk(agent, { session, api, storage: storage(), locale });
  const drafts = new Drafts(storage(), agent.id);
  const uploads = new Uploads(api, drafts);
  const files = new AttachmentFiles((id, size) => api.attachment(id, size));
  return { session, api, desk, drafts, uploads, files, supervision: new Supervision(desk) };
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // What cannot succeed by waiting is shown at once.
        retry: (failures, error) => failures < 2 && error instanceof CallError && error.transient,
      },
    },
  });
}

function useTheme(): void {
  const { theme } = usePreferences();
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}
